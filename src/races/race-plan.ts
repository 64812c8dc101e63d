// What a race is asked for: the same customers and the same stock, once with the steps of an order
// one after another and once with those that can overlap doing so.

export const delayedSteps = [
  'stock',
  'quote',
  'pay',
  'invoice',
  'email',
  'warehouse',
  'analytics',
] as const;
export type DelayedStep = (typeof delayedSteps)[number];

export const failingSteps = ['pay', 'invoice', 'email', 'warehouse'] as const;
export type FailingStep = (typeof failingSteps)[number];

export interface RacePlan {
  customers: number;
  /** Pieces of the one article that everybody wants. */
  stock: number;
  delaysMs: Partial<Record<DelayedStep, number>>;
  /** The part of the attempts that fails, from 0 to `failuresMax`; of `pay`, of cards declined. */
  failures: Partial<Record<FailingStep, number>>;
}

export const raceLimits = { customers: 500, stock: 500, delayMs: 2_000, failures: 0.9 } as const;

/** As `orderloom simulate` takes it. */
export function simulateWords(plan: RacePlan, mode: string): string[] {
  const list = (values: Partial<Record<string, number>>) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join(',');
  return [
    ...['simulate', '--stream', '--mode', mode],
    ...['--customers', String(plan.customers), '--stock', String(plan.stock)],
    ...['--delays', list(plan.delaysMs), '--fail', list(plan.failures)],
  ];
}
