// What became of the order, where it became none: why, that nothing was charged, and the way on.

import { Button } from '../components/button.js';
import { Notice } from '../components/notice.js';
import { say } from '../components/toast.js';
import type { Problem } from '../shell/api.js';
import { money } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { type Progress, progress } from './attempt.js';
import { putLine } from './cart.js';
import type { Cart } from './cart-shapes.js';

export type Outcome =
  | { type: 'refused'; problem: Problem }
  | { type: 'price-changed'; before: number; after: number; currency: string };

interface Props {
  outcome: Outcome | null;
  cart: Cart;
  onMended: () => void;
}

export function OutcomeNotice({ outcome, cart, onMended }: Props) {
  if (progress.value) return <Waiting progress={progress.value} />;
  if (!outcome) return null;
  if (outcome.type === 'price-changed') return <PriceChanged {...outcome} />;
  const { problem } = outcome;
  if (problem.type === 'payment-declined') return <Declined problem={problem} />;
  if (problem.type === 'out-of-stock') {
    return <OutOfStock problem={problem} cart={cart} onMended={onMended} />;
  }
  return <Notice kind="error">{wordsOf(problem)}</Notice>;
}

function Waiting({ progress: { trouble, tries } }: { progress: Progress }) {
  const { checkout } = texts();
  if (trouble === null) return null;
  if (trouble === 'busy') return <Notice kind="warning">{checkout.busy}</Notice>;
  return (
    <Notice kind="warning" title={checkout.connection.title}>
      <p>{checkout.connection.text}</p>
      <p class="soft">{fill(checkout.connection.attempt, { count: tries })}</p>
    </Notice>
  );
}

function PriceChanged({
  before,
  after,
  currency,
}: {
  before: number;
  after: number;
  currency: string;
}) {
  const { priceChanged } = texts().checkout;
  const amounts = { before: money(before, currency), after: money(after, currency) };
  return (
    <Notice kind="error" title={priceChanged.title}>
      <p>{fill(priceChanged.text, amounts)}</p>
    </Notice>
  );
}

function Declined({ problem }: { problem: Problem }) {
  const { declined } = texts().checkout;
  const reason = declined.codes[String(problem.members.declineCode)];
  return (
    <Notice kind="error" title={declined.title}>
      {reason && <p>{reason}</p>}
      <p>{declined.text}</p>
    </Notice>
  );
}

interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

function OutOfStock({
  problem,
  cart,
  onMended,
}: {
  problem: Problem;
  cart: Cart;
  onMended: () => void;
}) {
  const { outOfStock } = texts().checkout;
  const items = (problem.members.items ?? []) as Shortage[];
  const nameOf = (sku: string): string => cart.lines.find((line) => line.sku === sku)?.name ?? sku;
  const mend = async () => {
    for (const { sku, available } of items) {
      const answer = await putLine(sku, available);
      if (!answer.ok) {
        say(wordsOf(answer.problem));
        return;
      }
    }
    onMended();
  };
  const isAllGone = items.every(({ available }) => available === 0);
  return (
    <Notice kind="error" title={outOfStock.title}>
      <p>{outOfStock.text}</p>
      <ul>
        {items.map(({ sku, requested, available }) => (
          <li key={sku}>{fill(outOfStock.item, { name: nameOf(sku), requested, available })}</li>
        ))}
      </ul>
      <p>
        <Button onClick={mend}>{isAllGone ? outOfStock.remove : outOfStock.adjust}</Button>
      </p>
    </Notice>
  );
}
