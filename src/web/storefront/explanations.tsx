// Why the amounts are what they are, in the server's own words and figures; asked for when somebody
// wants to know.

import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../components/dialog.js';
import { Failure } from '../components/failure.js';
import { Skeleton } from '../components/skeleton.js';
import { type Resource, resource } from '../shell/resource.js';
import { texts } from '../shell/texts.js';
import { explainedCart } from './cart.js';
import type { Cart, Explanation } from './cart-shapes.js';

interface Props {
  /** What is asked about, as a pointer into the quote: `''` is everything, `null` nothing. */
  subject: string | null;
  cart: Cart;
  onClose: () => void;
}

export function Explanations({ subject, cart, onClose }: Props) {
  const { cart: words } = texts();
  const [loaded] = useState<Resource<Cart>>(() => resource<Cart>());
  const isOpen = subject !== null;
  const load = () =>
    loaded.load(
      async () =>
        (await explainedCart()) ?? { ok: true, status: 200, body: cart, headers: new Headers() },
    );
  useEffect(() => {
    if (isOpen) load();
  }, [isOpen, cart.version]);
  const { body, problem } = loaded.state.value;
  const all = body?.quote?.explanation ?? [];
  const about = all.filter((entry) => subject !== null && isAbout(entry, subject));
  return (
    <Dialog title={words.explainTitle} isOpen={isOpen} onClose={onClose}>
      <p class="soft">{words.explainLead}</p>
      {problem && <Failure problem={problem} onRetry={load} />}
      {!body && !problem && <Skeleton />}
      {groups()
        .map(({ title, prefix }) => ({
          title,
          entries: about.filter((entry) => entry.subject.startsWith(prefix)),
        }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ title, entries }) => (
          <section key={title} class="reasons">
            <h3>{title}</h3>
            <ol>
              {entries.map(({ subject: of, rule, text }) => (
                <li key={`${of} ${rule} ${text}`}>
                  <span class="soft">{words.rules[rule] ?? rule}</span> {text}
                </li>
              ))}
            </ol>
          </section>
        ))}
    </Dialog>
  );
}

/** Itself, or a part of it; of one tax also what holds for all of them. */
const isAbout = ({ subject }: Explanation, asked: string): boolean =>
  subject === asked ||
  subject.startsWith(`${asked}/`) ||
  (subject !== '' && asked.startsWith(`${subject}/`));

function groups(): { title: string; prefix: string }[] {
  const { cart: words } = texts();
  return [
    { title: words.explainLines, prefix: '/lines' },
    { title: words.explainDiscounts, prefix: '/discounts' },
    { title: words.explainShipping, prefix: '/shipping' },
    { title: words.explainTaxes, prefix: '/taxes' },
    { title: words.explainTotals, prefix: '/totals' },
  ];
}
