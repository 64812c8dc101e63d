// What the cart comes to, amount by amount as the server has computed it, each with its reasons.

import { useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Notice } from '../components/notice.js';
import { Skeleton } from '../components/skeleton.js';
import { problemType } from '../shell/api.js';
import { countryName, money, percent } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { cartState } from './cart.js';
import type { Cart, Quote } from './cart-shapes.js';
import { Explanations } from './explanations.js';
import { shopInfo } from './shop-info.js';

export function Summary({ cart }: { cart: Cart }) {
  const { cart: words } = texts();
  const [explained, setExplained] = useState<string | null>(null);
  const { quote } = cart;
  const isPending = cartState.value.pending > 0;
  if (!quote) return isPending ? <SummarySkeleton /> : <Unpriced cart={cart} />;
  return (
    <>
      <dl class="amounts" aria-busy={isPending}>
        {rowsOf(quote).map(({ label, amount, subject, isTotal, isSoft }) => (
          <div key={`${subject} ${label}`} class={rowClass(isTotal, isSoft)}>
            <dt>
              {label}{' '}
              <button
                type="button"
                class="why"
                aria-label={`${words.explain} ${label}`}
                onClick={() => setExplained(subject)}
              >
                ?
              </button>
            </dt>
            <dd>{amount}</dd>
          </div>
        ))}
      </dl>
      <p class="visually-hidden" role="status">
        {isPending ? words.updating : `${words.total} ${totalOf(quote)}`}
      </p>
      <Button kind="quiet" onClick={() => setExplained('')}>
        {words.explain}
      </Button>
      <Explanations subject={explained} cart={cart} onClose={() => setExplained(null)} />
    </>
  );
}

const rowClass = (isTotal = false, isSoft = false): string =>
  `amount${isTotal ? ' amount-total' : ''}${isSoft ? ' amount-soft' : ''}`;

interface Row {
  label: string;
  amount: string;
  /** Where in the quote it stands. */
  subject: string;
  isTotal?: boolean;
  isSoft?: boolean;
}

export const payableOf = ({ totals }: Quote): number => totals.payable ?? totals.total;
export const totalOf = (quote: Quote): string => money(payableOf(quote), quote.currency);

/** From the goods to the total; taxes before it where they come on top, after it where they are in it. */
function rowsOf(quote: Quote): Row[] {
  const { cart: words } = texts();
  const { currency, totals, discounts, taxes } = quote;
  const isGross = quote.priceBasis === 'gross';
  const shown = (minor: number): string => money(minor, currency);
  const { gross, net, method } = quote.shipping;
  const shipping = (gross ?? net ?? 0) as number;
  const taxRows = taxes.map(
    ({ amount, ...tax }, index): Row => ({
      label: taxLabel(tax, isGross),
      amount: shown(amount),
      subject: `/taxes/${index}`,
      isSoft: isGross,
    }),
  );
  const total = { label: words.total, amount: totalOf(quote), subject: '/totals', isTotal: true };
  return [
    { label: words.subtotal, amount: shown(totals.subtotal), subject: '/lines' },
    ...discounts.map(({ name, amount }, index) => ({
      label: name,
      amount: shown(-amount),
      subject: `/discounts/${index}`,
    })),
    {
      label: `${words.shipping}: ${shippingName(method)}`,
      amount: shipping === 0 ? words.free : shown(shipping),
      subject: '/shipping',
    },
    ...(isGross ? [total, ...taxRows] : [...taxRows, total]),
  ];
}

export const shippingName = (id: string): string =>
  texts().checkout.shippingNames[id] ??
  shopInfo.value?.shippingMethods.find((method) => method.id === id)?.name ??
  id;

function taxLabel(
  { code, rate, jurisdiction }: Pick<Quote['taxes'][number], 'code' | 'rate' | 'jurisdiction'>,
  isIncluded: boolean,
): string {
  const { cart: words } = texts();
  const place = /^[A-Z]{2}$/.test(jurisdiction) ? countryName(jurisdiction) : jurisdiction;
  return fill(isIncluded ? words.taxIncluded : words.tax, {
    code,
    rate: rate === null ? '–' : percent(rate),
    place,
  });
}

/** Why there is no price; each of it can be mended in the cart or in the address. */
function Unpriced({ cart }: { cart: Cart }) {
  if (cart.problems.length === 0) return null;
  return (
    <Notice kind="warning" title={texts().cart.cannotPrice}>
      {cart.problems.map(({ type, title, sku, coupon }) => (
        <p key={`${type} ${sku} ${coupon}`}>
          {[sku ?? coupon, wordsOf({ type: problemType(type), title })].filter(Boolean).join(': ')}
        </p>
      ))}
    </Notice>
  );
}

const SummarySkeleton = () => (
  <div class="amounts" role="status">
    <span class="visually-hidden">{texts().cart.updating}</span>
    <Skeleton />
    <Skeleton />
    <Skeleton />
  </div>
);
