// Coupons: each that has been redeemed, and a field for another one with what is wrong beside it.

import { useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { Icon } from '../components/icon.js';
import { say } from '../components/toast.js';
import { problemType } from '../shell/api.js';
import { keptInTab } from '../shell/storage.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { putCoupon, removeCoupon } from './cart.js';
import type { Cart } from './cart-shapes.js';

const typed = keptInTab<string>('coupon');

/** The code as it is written; or what to say beside the field. */
async function redeem(code: string): Promise<{ redeemed: string } | { failure: string }> {
  const answer = await putCoupon(code);
  if (!answer.ok) return { failure: wordsOf(answer.problem) };
  const refused = answer.body.problems.find(({ coupon }) => coupon === code);
  if (!refused) return { redeemed: code };
  // A coupon that is refused would leave the whole cart without a price.
  await removeCoupon(code);
  // Typed in another case than it is written in.
  if (typeof refused.didYouMean === 'string') return redeem(refused.didYouMean);
  return { failure: wordsOf({ type: problemType(refused.type), title: refused.title }) };
}

export function Coupons({ cart }: { cart: Cart }) {
  const { fields, cart: words } = texts();
  const [code, setCode] = useState(typed.get() ?? '');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = (text: string) => {
    setCode(text);
    typed.set(text);
    setError(null);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const wanted = code.trim();
    if (isBusy) return;
    if (wanted === '') {
      setError(fields.errors.coupon ?? null);
      return;
    }
    setBusy(true);
    const result = await redeem(wanted);
    setBusy(false);
    if ('failure' in result) {
      setError(result.failure);
      return;
    }
    change('');
    say(fill(words.couponAdded, { code: result.redeemed }));
  };
  return (
    <div class="coupons">
      {cart.coupons.map((coupon) => (
        <Redeemed key={coupon} coupon={coupon} cart={cart} />
      ))}
      <form class="coupon-form" onSubmit={submit} noValidate>
        <Field
          label={words.couponLabel}
          name="coupon"
          value={code}
          onInput={change}
          error={error ?? undefined}
          maxLength={64}
          autocomplete="off"
        />
        <Button type="submit" isBusy={isBusy}>
          {words.couponAdd}
        </Button>
      </form>
    </div>
  );
}

function Redeemed({ coupon, cart }: { coupon: string; cart: Cart }) {
  const { cart: words } = texts();
  const hasEffect = cart.quote?.discounts.some((discount) => discount.coupon === coupon) ?? true;
  return (
    <p class="coupon">
      <code>{coupon}</code>
      <button
        type="button"
        class="icon-button"
        aria-label={fill(words.couponRemove, { code: coupon })}
        onClick={() => removeCoupon(coupon)}
      >
        <Icon name="close" />
      </button>
      {!hasEffect && <span class="hint">{fill(words.couponWithoutEffect, { code: coupon })}</span>}
    </p>
  );
}
