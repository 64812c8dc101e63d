// How to pay: the simulated provider's tokens as named cards in a demonstration, and a real provider's
// own field where one is configured.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../components/notice.js';
import { Skeleton } from '../components/skeleton.js';
import { mountCard } from '../shell/card-field.js';
import { texts } from '../shell/texts.js';
import { shopInfo } from './shop-info.js';

interface Props {
  method: string;
  token: string;
  onChoose: (method: string, token: string) => void;
}

export const SIMULATED = 'simulated';
const SHOWN_FIRST = 3;

export function PaymentFields({ method, token, onChoose }: Props) {
  const { checkout } = texts();
  const methods = shopInfo.value?.paymentMethods ?? [];
  const real = methods.find(({ publishableKey }) => publishableKey !== undefined);
  const hasSimulated = methods.some((offered) => offered.method === SIMULATED);
  const cards = Object.entries(checkout.cards);
  const card = ([value, [name, what]]: (typeof cards)[number]) => (
    <Option
      key={value}
      name={name}
      what={what}
      isChosen={method === SIMULATED && token === value}
      onChoose={() => onChoose(SIMULATED, value)}
    />
  );
  const more = cards.slice(SHOWN_FIRST);
  return (
    <>
      {real && hasSimulated && (
        <Option
          name={checkout.card}
          what=""
          isChosen={method === real.method}
          onChoose={() => onChoose(real.method, '')}
        />
      )}
      {real?.publishableKey && (method === real.method || !hasSimulated) && (
        <CardField publishableKey={real.publishableKey} />
      )}
      {hasSimulated && (
        <>
          <p class="hint">{checkout.demoCards}</p>
          {cards.slice(0, SHOWN_FIRST).map(card)}
          <details class="more-cards" open={more.some(([value]) => value === token)}>
            <summary>{checkout.moreCards}</summary>
            {more.map(card)}
          </details>
        </>
      )}
    </>
  );
}

interface OptionProps {
  name: string;
  what: string;
  isChosen: boolean;
  onChoose: () => void;
}

const Option = ({ name, what, isChosen, onChoose }: OptionProps) => (
  <label class="option">
    <input type="radio" name="payment" checked={isChosen} onChange={onChoose} />
    <span>
      {name}
      {what && <small>{what}</small>}
    </span>
  </label>
);

/** The provider's own field in its own frame: the card's number never passes through the shop. */
function CardField({ publishableKey }: { publishableKey: string }) {
  const { checkout } = texts();
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading');
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    return mountCard(current, publishableKey, setState);
  }, [publishableKey]);
  return (
    <div class="card-field">
      <p class="hint">{checkout.cardField}</p>
      {state === 'loading' && <Skeleton />}
      {state === 'failed' && <Notice kind="error">{checkout.cardFailed}</Notice>}
      <div ref={element} />
    </div>
  );
}
