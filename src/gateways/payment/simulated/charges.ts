// The simulated provider's own books, in a thread and a file of their own, so that they outlive a
// crash of the engine as a real provider's would. NORMAL is enough: they need not survive more.

import Database from 'better-sqlite3';
import type { Lookup } from '../provider.js';
import type { RefundBehaviour } from './behaviours.js';
import { type RefundAnswer, refundsHandler, refundsSchema } from './refunds.js';

export type Books = Database.Database;

export type ChargesCommand =
  | {
      type: 'charge';
      key: string;
      amount: number;
      currency: string;
      reference: string;
      declineCode: string | null;
      charges: boolean;
      errorsFirst: number;
      /** Kept with the charge: a refund comes without the token. */
      refunds?: RefundBehaviour;
    }
  | { type: 'refund'; key: string; charge: string; amount: number }
  | { type: 'lookup' | 'close'; key: string };

export type ChargesAnswer = Lookup | RefundAnswer | { type: 'error' };

interface ChargeRow {
  state: 'erroring' | 'captured' | 'declined' | 'closed' | 'refunded';
  reference: string | null;
  decline_code: string | null;
  errors: number;
}

const schema = `
  create table if not exists charges (
    key text primary key,
    state text not null,
    amount integer not null,
    currency text not null,
    reference text,
    decline_code text,
    errors integer not null default 0,
    refunds integer not null default 0  -- how many
  ) strict;
  ${refundsSchema}`;

/** Creates the books before any thread opens them, so that they are never there without a table. */
export function prepareCharges(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  db.close();
}

export function openCharges({ file }: { file: string }) {
  prepareCharges(file);
  const db = new Database(file);
  db.pragma('synchronous = NORMAL');
  const apply = chargesHandler(db);
  const applyAll = db.transaction((commands: ChargesCommand[]) => commands.map(apply));
  return (commands: ChargesCommand[]): ChargesAnswer[] => applyAll.immediate(commands);
}

function chargesHandler(db: Books): (command: ChargesCommand) => ChargesAnswer {
  const find = db.prepare<[string], ChargeRow>('select * from charges where key = ?');
  const put = db.prepare(`
    insert into charges (key, state, amount, currency, reference, decline_code, errors)
    values (?, ?, ?, ?, ?, ?, ?) on conflict do update set state = excluded.state,
      reference = excluded.reference, decline_code = excluded.decline_code, errors = excluded.errors`);
  const refunds = refundsHandler(db);

  const charge = (command: Extract<ChargesCommand, { type: 'charge' }>): ChargesAnswer => {
    const { key, amount, currency, reference, declineCode, charges, errorsFirst } = command;
    const row = find.get(key);
    const errors = row?.errors ?? 0;
    if (row && row.state !== 'erroring') return answer(row);
    if (errors < errorsFirst) {
      put.run(key, 'erroring', amount, currency, null, null, errors + 1);
      return { type: 'error' };
    }
    if (declineCode !== null) {
      put.run(key, 'declined', amount, currency, null, declineCode, errors);
      return { type: 'declined', declineCode };
    }
    if (!charges) return { type: 'absent' };
    put.run(key, 'captured', amount, currency, reference, null, errors);
    if (command.refunds) refunds.behave(key, command.refunds);
    return { type: 'captured', reference };
  };

  return (command) => {
    if (command.type === 'charge') return charge(command);
    if (command.type === 'refund') return refunds.refund(command);
    const row = find.get(command.key);
    const closable = !row || row.state === 'erroring';
    if (command.type === 'close' && closable) {
      put.run(command.key, 'closed', 0, '', null, null, row?.errors ?? 0);
    }
    return row ? answer(row) : { type: 'absent' };
  };
}

function answer(row: ChargeRow): ChargesAnswer {
  if (row.state === 'captured' || row.state === 'refunded') {
    return { type: 'captured', reference: row.reference as string };
  }
  if (row.state === 'declined') {
    return { type: 'declined', declineCode: row.decline_code as string };
  }
  return { type: 'absent' };
}
