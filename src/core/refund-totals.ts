// The totals of a refund, and what of them is money: less what the customer had kept back or prepaid,
// and with the part of the cash rounding that goes back.

import type { OrderDocument } from './order.js';
import type { RefundAmounts } from './refund.js';
import { amountOf, sumOf } from './refund-shares.js';
import { mulDiv } from './rounding.js';
import type { Totals } from './totals.js';

export function refundTotals(
  document: OrderDocument,
  already: readonly RefundAmounts[],
  { lines, shipping, goodwill, rest, taxes }: Omit<RefundAmounts, 'totals'>,
): Totals {
  const discount = lines.reduce((sum, line) => sum + line.discount, 0);
  const subtotal = lines.reduce((sum, line) => sum + amountOf(line), discount);
  const allowance = sumOf(rest?.allowances ?? []);
  const charge = sumOf(rest?.charges ?? []) + amountOf(goodwill ?? {});
  const shipped = amountOf(shipping ?? {});
  const sum = subtotal - discount - allowance + charge + shipped;
  const tax = sumOf(taxes.filter(({ isWithheld }) => !isWithheld));
  const withheld = sumOf(taxes.filter(({ isWithheld }) => isWithheld));
  const net = document.priceBasis === 'gross' ? sum - tax : sum;
  const total = net + tax;
  return {
    subtotal,
    discount,
    ...nonZero('allowance', allowance),
    ...nonZero('charge', charge),
    shipping: shipped,
    net,
    tax,
    total,
    ...nonZero('withheld', withheld),
    ...moneyOf(document, already, total, withheld),
  };
}

/** What was paid goes back as the total does: a share of it, and all of it with the last cent. */
function moneyOf(
  { totals }: OrderDocument,
  already: readonly RefundAmounts[],
  total: number,
  withheld: number,
) {
  const { prepaid: advance = 0, payable: paid = totals.total } = totals;
  const before = already.reduce((sum, refund) => sum + refund.totals.total, 0);
  const share = (figure: number, upTo: number): number =>
    upTo === totals.total ? figure : mulDiv(figure, upTo, totals.total);
  const shareOf = (figure: number): number => share(figure, before + total) - share(figure, before);
  const prepaid = advance === 0 ? 0 : shareOf(advance);
  const payable = paid === totals.total ? total : shareOf(paid);
  return {
    ...nonZero('prepaid', prepaid),
    ...nonZero('rounding', payable - (total - withheld - prepaid)),
    payable,
  };
}

const nonZero = <Name extends string>(name: Name, amount: number) =>
  (amount === 0 ? {} : { [name]: amount }) as { [Key in Name]?: number };
