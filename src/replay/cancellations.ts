/**
 * Which sale a cancellation takes back. The file says its customer, article, quantity and price, but
 * not the sale, so that is looked for: of the same customer, earlier in the file, with enough of the
 * article left. A cancellation of several lines goes to as few sales as possible; what goes to one
 * sale is one refund.
 */
import { roundToMinor } from './decimal.js';
import type { Sale } from './sales.js';

export const UNMATCHED_REASONS = [
  'customer not named',
  'never sold to this customer',
  'sold to this customer only later',
  'more than is left of any sale',
  'nothing to take back',
] as const;

export type UnmatchedReason = (typeof UNMATCHED_REASONS)[number];

export interface Cancellation {
  readonly invoice: string;
  readonly lines: readonly CancelledLine[];
}

export interface CancelledLine {
  readonly sku: string;
  readonly customerId: string;
  /** Above zero, where the file is sound. */
  readonly quantity: number;
  readonly unitPriceMicros: bigint;
  /** Where in the file it stands. */
  readonly row: number;
}

export interface Refund {
  /** The cancellation's own number. */
  readonly invoice: string;
  readonly sale: Sale;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Their share of what was paid for the sale's lines. */
  readonly netMinor: number;
  /** What the cancellation itself says: another amount where its price is not that of the sale. */
  readonly fileMinor: number;
}

export interface Matched {
  readonly refunds: readonly Refund[];
  readonly unmatched: readonly { invoice: string; line: CancelledLine; reason: UnmatchedReason }[];
}

/** Both in the file's order. No piece of a sale goes back twice. */
export function matchCancellations(
  sales: readonly Sale[],
  cancellations: readonly Cancellation[],
): Matched {
  const byCustomer = new Map<string, OpenSale[]>();
  for (const sale of sales) {
    if (sale.customerId === undefined) continue;
    const known = byCustomer.get(sale.customerId);
    if (known) known.push(new OpenSale(sale));
    else byCustomer.set(sale.customerId, [new OpenSale(sale)]);
  }
  const candidates = (line: CancelledLine) => byCustomer.get(line.customerId) ?? [];
  const refunds: Refund[] = [];
  const unmatched: Matched['unmatched'][number][] = [];
  for (const { invoice, lines } of cancellations) {
    let open = lines.filter(({ quantity }) => quantity > 0);
    for (let best = bestFor(open, candidates); best; best = bestFor(open, candidates)) {
      const { sale, fitting } = best;
      refunds.push(sale.refund(invoice, fitting));
      open = open.filter((line) => !fitting.includes(line));
    }
    const rest = lines.filter((line) => line.quantity <= 0 || open.includes(line));
    for (const line of rest) {
      unmatched.push({ invoice, line, reason: reasonOf(line, candidates(line)) });
    }
  }
  return { refunds, unmatched };
}

interface Fit {
  sale: OpenSale;
  fitting: CancelledLine[];
  /** Of these, how many at the price of the sale. */
  samePrice: number;
}

/** The sale of most lines at its price, then of most lines, then the latest. */
function bestFor(
  lines: readonly CancelledLine[],
  candidates: (line: CancelledLine) => readonly OpenSale[],
): Fit | null {
  let best: Fit | null = null;
  for (const sale of new Set(lines.flatMap(candidates))) {
    const fit = sale.fit(lines);
    if (fit.fitting.length === 0) continue;
    const difference = best
      ? fit.samePrice - best.samePrice || fit.fitting.length - best.fitting.length
      : 1;
    if (difference >= 0) best = fit;
  }
  return best;
}

function reasonOf(line: CancelledLine, sales: readonly OpenSale[]): UnmatchedReason {
  if (line.quantity <= 0) return 'nothing to take back';
  if (line.customerId === '') return 'customer not named';
  const sold = sales.filter((sale) => sale.has(line.sku));
  if (sold.length === 0) return 'never sold to this customer';
  return sold.some((sale) => sale.isBefore(line))
    ? 'more than is left of any sale'
    : 'sold to this customer only later';
}

interface OpenLine {
  sku: string;
  quantity: number;
  unitPriceMicros: bigint;
  netMinor: bigint;
  returned: number;
}

/** A sale and what of it went back. Pieces come off its lines from the first to the last. */
class OpenSale {
  readonly sale: Sale;
  readonly #lines: OpenLine[];

  constructor(sale: Sale) {
    this.sale = sale;
    this.#lines = sale.lines.map(({ sku, quantity, unitPriceMicros }) => ({
      ...{ sku, quantity, unitPriceMicros },
      netMinor: roundToMinor(BigInt(quantity) * unitPriceMicros),
      returned: 0,
    }));
  }

  has = (sku: string): boolean => this.#lines.some((line) => line.sku === sku);

  isBefore = ({ row }: CancelledLine): boolean => this.sale.row < row;

  /** As many of the lines, one after another, as there is enough left for. */
  fit(lines: readonly CancelledLine[]): Fit {
    const trial = this.#lines.map((line) => ({ ...line }));
    const fitting: CancelledLine[] = [];
    let samePrice = 0;
    for (const line of lines) {
      if (line.customerId !== this.sale.customerId || !this.isBefore(line)) continue;
      if (leftOf(trial, line.sku) < line.quantity) continue;
      const taken = take(trial, line);
      fitting.push(line);
      if (taken.every(({ unitPriceMicros }) => unitPriceMicros === line.unitPriceMicros)) {
        samePrice += 1;
      }
    }
    return { sale: this, fitting, samePrice };
  }

  refund(invoice: string, lines: readonly CancelledLine[]): Refund {
    const quantities = new Map<string, number>();
    const before = netReturned(this.#lines);
    for (const line of lines) {
      take(this.#lines, line);
      quantities.set(line.sku, (quantities.get(line.sku) ?? 0) + line.quantity);
    }
    const inFile = lines.map(({ quantity, unitPriceMicros }) =>
      roundToMinor(BigInt(quantity) * unitPriceMicros),
    );
    return {
      invoice,
      sale: this.sale,
      lines: [...quantities].map(([sku, quantity]) => ({ sku, quantity })),
      netMinor: Number(netReturned(this.#lines) - before),
      fileMinor: Number(inFile.reduce((sum, net) => sum + net, 0n)),
    };
  }
}

const leftOf = (lines: readonly OpenLine[], wanted: string): number =>
  lines.reduce(
    (sum, { sku, quantity, returned }) => (sku === wanted ? sum + quantity - returned : sum),
    0,
  );

/** The lines that pieces were taken from. */
function take(lines: readonly OpenLine[], { sku, quantity }: CancelledLine): OpenLine[] {
  let wanted = quantity;
  const taken: OpenLine[] = [];
  for (const line of lines) {
    const count = line.sku === sku ? Math.min(wanted, line.quantity - line.returned) : 0;
    if (count === 0) continue;
    line.returned += count;
    wanted -= count;
    taken.push(line);
  }
  return taken;
}

/** Each line's rounded share, so that parts which go back one by one sum to the whole line. */
const netReturned = (lines: readonly OpenLine[]): bigint =>
  lines.reduce((sum, { netMinor, returned, quantity }) => {
    const share = netMinor * BigInt(returned);
    return sum + (share + BigInt(quantity) / 2n) / BigInt(quantity);
  }, 0n);
