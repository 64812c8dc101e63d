import type { Result } from '../../src/core/result.js';

/** @throws Error that says what was refused. */
export function valueIn<Value>(result: Result<Value, { type: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** @throws Error when nothing was refused. */
export function refusalIn<Refusal>(result: Result<unknown, Refusal>): Refusal {
  if (result.ok) throw new Error(`not refused, but answered ${JSON.stringify(result.value)}`);
  return result.refusal;
}
