// Whether what was given back adds up: each refund in itself, all of them against the order, and the
// refunds of an order that came back whole to its very figures.

import type { OrderDocument } from '../../core/order.js';
import type { OrderState } from '../../core/order-states.js';
import { isRefundedWhole, type RefundAmounts } from '../../core/refund.js';
import type { Db } from './connection.js';

interface RefundedRow {
  seq: number;
  id: string;
  state: OrderState;
  document: string | null;
  /** JSON array of facts, oldest first, and the amounts of their rows. */
  facts: string;
  amounts: string;
}

const CHUNK = 500;

export function refundFaults(db: Db, most: number): { offender: string; detail: string }[] {
  const chunk = db.prepare<[number, number], RefundedRow>(`
    select o.seq, o.id, o.state, d.document,
      (select json_group_array(facts) from
        (select facts from refunds where order_seq = o.seq order by position)) as facts,
      (select json_group_array(amount) from
        (select amount from refunds where order_seq = o.seq order by position)) as amounts
    from orders o left join order_documents d on d.order_seq = o.seq
    where o.seq > ? and o.refunds > 0 order by o.seq limit ?`);
  const faults: { offender: string; detail: string }[] = [];
  for (let after = 0; faults.length < most; ) {
    const rows = chunk.all(after, CHUNK);
    const last = rows.at(-1);
    if (!last) break;
    after = last.seq;
    for (const row of rows) {
      const detail = faultOf(row);
      if (detail !== null) faults.push({ offender: row.id, detail });
    }
  }
  return faults.slice(0, most);
}

function faultOf(row: RefundedRow): string | null {
  let document: OrderDocument;
  let refunds: RefundAmounts[];
  try {
    document = JSON.parse(row.document ?? '') as OrderDocument;
    const facts = JSON.parse(row.facts) as string[];
    refunds = facts.map((text) => (JSON.parse(text) as { amounts: RefundAmounts }).amounts);
  } catch {
    return 'a refund, or what it is of, is no JSON';
  }
  const amounts = JSON.parse(row.amounts) as number[];
  const wrong = [
    ...refunds.flatMap((refund, index) => ownSums(refund, document, amounts[index] as number)),
    ...togetherSums(refunds, document, row.state),
  ].find(([, left, right]) => left !== right);
  if (wrong) return `${wrong[0]}: ${wrong[1]} is not ${wrong[2]}`;
  return excess(refunds, document);
}

type Sum = [what: string, left: number, right: number];

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);
const basisOf = ({ gross, net }: { gross?: number; net?: number }): number => gross ?? net ?? 0;

function ownSums(refund: RefundAmounts, { priceBasis }: OrderDocument, amount: number): Sum[] {
  const { lines, goodwill = {}, shipping = {}, rest, taxes, totals } = refund;
  const { allowance = 0, charge = 0, withheld = 0, prepaid = 0, rounding = 0 } = totals;
  const charged = totals.subtotal - totals.discount - allowance + charge + totals.shipping;
  const owed = taxes.filter(({ isWithheld }) => !isWithheld);
  const charges = sum((rest?.charges ?? []).map((one) => one.amount)) + basisOf(goodwill);
  return [
    ['what goes back', totals.payable, amount],
    ['payable of a refund', totals.total - withheld - prepaid + rounding, totals.payable],
    ['lines of a refund', sum(lines.map(basisOf)), totals.subtotal - totals.discount],
    ['charges of a refund', charges, charge],
    ['shipping of a refund', basisOf(shipping), totals.shipping],
    ['amounts of a refund', charged, priceBasis === 'gross' ? totals.total : totals.net],
    ['tax of a refund', sum(owed.map((one) => one.amount)), totals.tax],
    ['net and tax of a refund', totals.net + totals.tax, totals.total],
  ];
}

function togetherSums(
  refunds: readonly RefundAmounts[],
  document: OrderDocument,
  state: OrderState,
): Sum[] {
  const isWhole = isRefundedWhole(document, refunds);
  const isSaidWhole = state === 'refunded' || state === 'cancelled';
  if (!isWhole) return [['parts given back of a whole', Number(isSaidWhole), 0]];
  const { net, tax, total, payable = total } = document.totals;
  const all = (figure: 'net' | 'tax' | 'total' | 'payable'): number =>
    sum(refunds.map(({ totals }) => totals[figure]));
  const rows = document.taxes.map((row): Sum => {
    const own = refunds.flatMap(({ taxes }) =>
      taxes.filter((tax) => nameOf(tax) === nameOf(row)).map(({ amount }) => amount),
    );
    return [`tax ${row.code} ${row.rate} % given back`, sum(own), row.amount];
  });
  return [
    ['an order that came back whole', Number(isSaidWhole), 1],
    ['net given back', all('net'), net],
    ['tax given back', all('tax'), tax],
    ['total given back', all('total'), total],
    ['money given back', all('payable'), payable],
    ...rows,
  ];
}

const nameOf = ({
  code,
  jurisdiction,
  rate,
  treatment,
  reason,
  isWithheld,
}: RefundAmounts['taxes'][number]): string =>
  JSON.stringify([code, jurisdiction, rate, treatment, reason, isWithheld]);

/** No line comes back in more pieces than were sold. */
function excess(refunds: readonly RefundAmounts[], { lines }: OrderDocument): string | null {
  const returned = refunds.flatMap((refund) => refund.lines);
  for (const [index, { sku, quantity }] of lines.entries()) {
    const back = returned.filter(({ line }) => line === index);
    const pieces = sum(back.map((line) => line.quantity));
    if (pieces > Number(quantity)) return `${sku}: ${pieces} of ${quantity} pieces came back`;
  }
  return null;
}
