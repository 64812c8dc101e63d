import type { Workload } from './messages.js';
import type { BenchOptions } from './options.js';

export function workloadOf(options: BenchOptions): Workload {
  return {
    products: options.products,
    linesPerOrder: options.lines,
    hot: false,
    idempotencyKeys: options.idempotencyKeys,
    ...(options.mix ? { mix: options.mix } : {}),
  };
}
