// What a simulation is asked for, and what the delays alone predict for it.

import type { Topic } from '../core/tasks.js';
import type { OrderStep } from '../orders/steps.js';

export const modes = ['sequential', 'parallel'] as const;
export type Mode = (typeof modes)[number];

export interface SimulationPlan {
  customers: number;
  sku: string;
  stock: number;
  delaysMs: { steps: Partial<Record<OrderStep, number>>; tasks: Partial<Record<Topic, number>> };
  /** The part of all attempts that fails, by topic; of `pay`, the part of the cards declined. */
  failures: Partial<Record<Topic | 'pay', number>>;
}

export interface Prediction {
  /** Milliseconds from the click. */
  answerMs: number;
  lastTaskMs: number;
}

/** No machine answers sooner: what the steps wait for, side by side or one after the other. */
export function predict({ delaysMs }: Pick<SimulationPlan, 'delaysMs'>, mode: Mode): Prediction {
  const { stock = 0, quote = 0, reserve = 0, pay = 0, confirm = 0 } = delaysMs.steps;
  const tasks = Object.values(delaysMs.tasks);
  const first = mode === 'parallel' ? Math.max(stock, quote) : stock + quote;
  const answerMs = first + reserve + pay + confirm;
  const after = mode === 'parallel' ? Math.max(0, ...tasks) : tasks.reduce((a, b) => a + b, 0);
  return { answerMs, lastTaskMs: answerMs + after };
}
