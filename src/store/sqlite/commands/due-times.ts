// When the clock is set back, what was to be done a while after some moment would be done as much later.

import { ok, type Result } from '../../../core/result.js';
import type { MoveDueTimesCommand } from '../../store.js';
import type { Db } from '../connection.js';

/** Where it is written when something is to be done: what, when, and for which rows it says anything. */
const dueTimes: readonly (readonly [table: string, column: string, condition: string])[] = [
  ['tasks', 'due_at', 'true'],
  ['orders', 'settle_at', "state = 'payment-pending'"],
  ['orders', 'hold_expires_at', "state = 'payment-pending' and held = 1"],
  ['payment_attempts', 'retry_at', 'true'],
  ['password_resets', 'mail_due_at', 'true'],
];

export function moveDueTimesCommand(db: Db) {
  const moves = dueTimes.map(([table, column, condition]) =>
    db.prepare(
      `update ${table} set ${column} = max(@at, ${column} - @by) where ${column} > @at and ${condition}`,
    ),
  );
  return ({ at, by }: MoveDueTimesCommand): Result<number, never> => {
    const times = { at: Math.round(at), by: Math.round(by) };
    return ok(moves.reduce((moved, move) => moved + move.run(times).changes, 0));
  };
}
