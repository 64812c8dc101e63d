// The refunds in the simulated provider's books: several of a charge, each under a key of its own,
// and together never more than the charge.

import type { RefundOutcome } from '../provider.js';
import type { RefundBehaviour } from './behaviours.js';
import type { Books } from './charges.js';

export type RefundAnswer = RefundOutcome | { type: 'error' } | { type: 'silent' };

export const refundsSchema = `
  create table if not exists refunds (
    key text primary key,
    charge text not null,
    amount integer not null check (amount > 0),
    state text not null,                -- erroring, refunded, declined
    decline_code text,
    asked integer not null              -- how often
  ) strict;
  create index if not exists refunds_by_charge on refunds (charge);
  create table if not exists refund_behaviours (
    charge text primary key,
    behaviour text not null             -- JSON
  ) strict`;

interface RefundRow {
  state: 'erroring' | 'refunded' | 'declined';
  decline_code: string | null;
  asked: number;
}

interface Asked {
  key: string;
  charge: string;
  amount: number;
}

export function refundsHandler(db: Books) {
  const find = db.prepare<[string], RefundRow>('select * from refunds where key = ?');
  const put = db.prepare(`
    insert into refunds (key, charge, amount, state, decline_code, asked) values (?, ?, ?, ?, ?, 1)
    on conflict do update set state = excluded.state, decline_code = excluded.decline_code,
      asked = asked + 1`);
  const chargeOf = db.prepare<[string], { state: string; amount: number; made: number }>(`
    select c.state, c.amount, coalesce((
      select sum(r.amount) from refunds r where r.charge = c.key and r.state = 'refunded'), 0) as made
    from charges c where c.key = ?`);
  const count = db.prepare(`
    update charges set refunds = refunds + 1, state = case when ? = amount then 'refunded' else state end
    where key = ?`);
  const behaviourOf = db
    .prepare<[string], string>('select behaviour from refund_behaviours where charge = ?')
    .pluck();
  const behave = db.prepare('insert or replace into refund_behaviours values (?, ?)');

  /** What the provider answers for the first time. */
  const decide = ({ charge, amount }: Asked, { declines }: RefundBehaviour): RefundOutcome => {
    const row = chargeOf.get(charge);
    if (declines !== undefined) return { type: 'declined', declineCode: declines };
    if (row?.state === 'refunded' && row.made === 0) return { type: 'refunded' };
    if (row?.state !== 'captured') return { type: 'declined', declineCode: 'charge_not_captured' };
    const made = row.made + amount;
    if (made > row.amount) return { type: 'declined', declineCode: 'refund_exceeds_charge' };
    count.run(made, charge);
    return { type: 'refunded' };
  };

  const refund = (asked: Asked): RefundAnswer => {
    const { key, charge, amount } = asked;
    const behaviour = JSON.parse(behaviourOf.get(charge) ?? '{}') as RefundBehaviour;
    const { errorsFirst = 0, silentFirst = 0 } = behaviour;
    const row = find.get(key);
    const times = row?.asked ?? 0;
    if (times < errorsFirst) {
      put.run(key, charge, amount, 'erroring', null);
      return { type: 'error' };
    }
    const isKnown = row !== undefined && row.state !== 'erroring';
    const outcome = isKnown ? toOutcome(row) : decide(asked, behaviour);
    const declineCode = outcome.type === 'declined' ? outcome.declineCode : null;
    put.run(key, charge, amount, outcome.type, declineCode);
    return times < errorsFirst + silentFirst ? { type: 'silent' } : outcome;
  };

  return {
    refund,
    behave: (charge: string, behaviour: RefundBehaviour): void =>
      void behave.run(charge, JSON.stringify(behaviour)),
  };
}

const toOutcome = ({ state, decline_code }: RefundRow): RefundOutcome =>
  state === 'refunded'
    ? { type: 'refunded' }
    : { type: 'declined', declineCode: decline_code as string };
