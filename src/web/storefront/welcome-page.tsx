// The first steps: four that lead to the first order, each of which can be done right here, and where to
// look next.

import { useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import { say } from '../components/toast.js';
import type { Answer } from '../shell/api.js';
import { usePageTitle } from '../shell/page-title.js';
import { go } from '../shell/router.js';
import { keptInTab } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { cart, pieces, putCoupon, putLine } from './cart.js';
import { products } from './products.js';
import { lastOrder } from './use-checkout.js';

const COUPON = 'WELCOME10';
const WANTED = 'MUG-BLUE';
const COUNT = 2;

/** Two of the demo shop's mugs; of another shop's, whatever it sells first. */
async function fillCart(): Promise<Answer<unknown>> {
  const mugs = await putLine(WANTED, COUNT);
  if (mugs.ok && mugs.body.problems.length === 0) return mugs;
  const found = await products('', 1);
  const [first] = found.ok ? found.body.items : [];
  if (mugs.ok) await putLine(WANTED, 0);
  return first ? putLine(first.sku, COUNT) : found;
}

/** Somebody who does not exist, at the address of a museum. */
const example = {
  who: 'guest',
  name: 'Ada Example',
  email: 'ada@example.com',
  line1: 'Invalidenstr. 43',
  postalCode: '10115',
  city: 'Berlin',
  country: 'DE',
  token: 'tok_approve',
};

function checkOut(): void {
  const kept = keptInTab<Record<string, string>>('checkout');
  kept.set({ ...example, ...kept.get() });
  go('/checkout');
}

export function WelcomePage() {
  const { welcome } = texts();
  usePageTitle(welcome.title);
  const order = lastOrder.get();
  const hasCoupon = cart.value?.coupons.includes(COUPON) ?? false;
  const isOrdered = order !== null;
  const done = [pieces.value > 0 || isOrdered, hasCoupon || isOrdered, isOrdered, false];
  const current = done.indexOf(false);
  const acts: (() => Promise<Answer<unknown>> | undefined)[] = [
    fillCart,
    () => putCoupon(COUPON),
    () => {
      checkOut();
      return undefined;
    },
    () => {
      if (order) location.assign(order.url);
      return undefined;
    },
  ];
  return (
    <div class="welcome">
      <h1 tabIndex={-1}>{welcome.title}</h1>
      <p class="lead">{welcome.lead}</p>
      <ol class="steps">
        {welcome.steps.map(([title, text, action], index) => (
          <Step
            key={title}
            {...{ title, text, action }}
            isDone={done[index] ?? false}
            isCurrent={index === current}
            onAct={acts[index]}
          />
        ))}
      </ol>
      <h2>{welcome.next}</h2>
      <ul class="next">
        <Next
          href="/race"
          title={welcome.raceTitle}
          text={welcome.raceText}
          link={welcome.raceLink}
        />
        <Next href="/ops" title={welcome.opsTitle} text={welcome.opsText} link={welcome.opsLink} />
        <Next href="/docs" title={welcome.apiTitle} text={welcome.apiText} link={welcome.apiLink} />
      </ul>
    </div>
  );
}

interface StepProps {
  title: string;
  text: string;
  action: string;
  isDone: boolean;
  isCurrent: boolean;
  onAct: (() => Promise<Answer<unknown>> | undefined) | undefined;
}

function Step({ title, text, action, isDone, isCurrent, onAct }: StepProps) {
  const [isBusy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    const answer = await onAct?.();
    setBusy(false);
    if (answer && !answer.ok) say(wordsOf(answer.problem));
  };
  return (
    <li
      class={isCurrent ? 'step step-current' : 'step'}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <h2>{title}</h2>
      <p>{text}</p>
      {isDone && (
        <p class="step-done">
          <Icon name="check" /> {texts().welcome.done}
        </p>
      )}
      {isCurrent && (
        <Button kind="primary" isBusy={isBusy} onClick={act}>
          {action}
        </Button>
      )}
    </li>
  );
}

const Next = ({ href, title, text, link }: Record<'href' | 'title' | 'text' | 'link', string>) => (
  <li class="card">
    <h3>{title}</h3>
    <p>{text}</p>
    <a href={href}>{link}</a>
  </li>
);
