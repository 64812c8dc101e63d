// Whether what an order promised adds up: lines, discounts, taxes and totals of its frozen document.

import { parsePercent } from '../../core/decimal.js';
import type { OrderDocument } from '../../core/order.js';
import { mulDiv } from '../../core/rounding.js';
import type { Db } from './connection.js';

interface DocumentRow {
  seq: number;
  id: string;
  total: number;
  document: string | null;
  /** SKU, quantity and amount of each line row, in order, as JSON. */
  lines: string;
}

const CHUNK = 2_000;

/** Reads in chunks, so that a large ledger is checked in little memory. */
export function documentFaults(db: Db, most: number): { offender: string; detail: string }[] {
  const chunk = db.prepare<[number, number], DocumentRow>(`
    select o.seq, o.id, o.total, d.document, (
      select json_group_array(json_array(sku, quantity, amount)) from (
        select * from order_lines where order_seq = o.seq order by position)) as lines
    from orders o left join order_documents d on d.order_seq = o.seq
    where o.seq > ? order by o.seq limit ?`);
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

function faultOf(row: DocumentRow): string | null {
  if (row.document === null) return 'it has no document';
  let document: OrderDocument;
  try {
    document = JSON.parse(row.document) as OrderDocument;
  } catch {
    return 'its document is no JSON';
  }
  const wrong = sums(document, row).find(([, left, right]) => left !== right);
  if (wrong) return `${wrong[0]}: ${wrong[1]} is not ${wrong[2]}`;
  return linesFault(document, row) ?? taxFault(document);
}

/** What must be equal to what. */
function sums(document: OrderDocument, row: DocumentRow): [string, number, number][] {
  const { lines, discounts, taxes, totals, shipping, priceBasis } = document;
  const amounts = lines.map((line) => line.gross ?? line.net ?? 0);
  const { allowance = 0, charge = 0, withheld = 0, prepaid = 0, rounding = 0 } = totals;
  const charged = sum(amounts) - allowance + charge + totals.shipping;
  const owed = taxes.filter(({ isWithheld }) => !isWithheld);
  return [
    // Documents of earlier versions name no payable amount: it was the total.
    ['total of the order', totals.payable ?? totals.total, row.total],
    ['payable', totals.total - withheld - prepaid + rounding, totals.payable ?? totals.total],
    ['subtotal', totals.subtotal, sum(amounts) + sum(lines.map(({ discount }) => discount))],
    ['discounts of the lines', sum(lines.map(({ discount }) => discount)), totals.discount],
    [
      'discounts',
      sum(discounts.map(({ amount }) => amount)),
      totals.discount + (shipping.discount ?? 0),
    ],
    ['allowances', sum((document.allowances ?? []).map(({ amount }) => amount)), allowance],
    ['charges', sum((document.charges ?? []).map(({ amount }) => amount)), charge],
    ['shipping', shipping.gross ?? shipping.net ?? 0, totals.shipping],
    ['lines and shipping', charged, priceBasis === 'gross' ? totals.total : totals.net],
    ['tax', sum(owed.map(({ amount }) => amount)), totals.tax],
    [
      'withheld',
      sum(taxes.map(({ amount }) => amount)) - sum(owed.map(({ amount }) => amount)),
      withheld,
    ],
    ['net and tax', totals.net + totals.tax, totals.total],
    ...rowSums(document),
  ];
}

/** Each row of the tax table is the sum of its parts on lines and shipping, where those say theirs. */
function rowSums({
  lines,
  shipping,
  taxes,
  totals,
  allowances,
  charges,
}: OrderDocument): [string, number, number][] {
  const parts = [...lines.map((line) => line.taxes), shipping.taxes];
  const isWhole = !allowances && !charges;
  if (!isWhole || parts.some((own) => own === undefined)) {
    return taxes.length === 1 ? [['net', sum(taxes.map(({ base }) => base)), totals.net]] : [];
  }
  return taxes.flatMap(
    ({ code, jurisdiction, rate, base, amount }, index): [string, number, number][] => {
      const isSame = (tax: { code: string; jurisdiction: string; rate: string }) =>
        tax.code === code && tax.jurisdiction === jurisdiction && tax.rate === rate;
      if (taxes.findIndex(isSame) !== index || taxes.filter(isSame).length > 1) return [];
      const own = parts.flatMap((some) => (some ?? []).filter(isSame));
      return [
        [`base of tax ${code} ${rate} %`, sum(own.map((part) => part.base)), base],
        [`parts of tax ${code} ${rate} %`, sum(own.map((part) => part.amount)), amount],
      ];
    },
  );
}

const sum = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + amount, 0);

function linesFault(document: OrderDocument, row: DocumentRow): string | null {
  const frozen = document.lines.map(({ sku, quantity, gross, net }) => [
    sku,
    quantity,
    gross ?? net,
  ]);
  return JSON.stringify(frozen) === row.lines ? null : 'its line rows differ from its document';
}

/** Exact by the default settings; by others, and inside prices with several taxes, a unit a line off at most. */
function taxFault({ taxes, lines, priceBasis, settings }: OrderDocument): string | null {
  const isSingle = lines.every((line) => (line.taxes ?? []).length <= 1);
  const isExact = settings === undefined && (isSingle || priceBasis === 'net');
  const tolerance = isExact ? 0 : lines.length + 1;
  for (const { code, rate, base, amount, isWithheld } of taxes) {
    const ppm = parsePercent(rate);
    if (!ppm.ok) return `tax ${code}: ${ppm.refusal}`;
    const expected =
      priceBasis === 'gross' && isSingle && !isWithheld
        ? mulDiv(base + amount, ppm.value, 1_000_000 + ppm.value)
        : mulDiv(base, ppm.value, 1_000_000);
    if (Math.abs(amount - expected) > tolerance) {
      return `tax ${code} ${rate} %: ${amount} is not ${expected}`;
    }
  }
  return null;
}
