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
      /** The customer is asked before anything else happens. */
      challenges: boolean;
      /** The money is held, and taken when it is asked for. */
      isManual: boolean;
      /** Kept with the charge: a refund comes without the token. */
      refunds?: RefundBehaviour;
    }
  | { type: 'refund'; key: string; charge: string; amount: number }
  /** What the customer says on the provider's page. */
  | { type: 'answer'; key: string; isApproved: boolean }
  | { type: 'lookup' | 'close' | 'capture'; key: string };

/** `challenged`: the customer has not said yes yet. */
export type ChargesAnswer =
  | Exclude<Lookup, { type: 'action-required' }>
  | RefundAnswer
  | { type: 'challenged'; reference: string }
  | { type: 'error' };

interface ChargeRow {
  state: 'erroring' | 'challenged' | 'authorised' | 'captured' | 'declined' | 'closed' | 'refunded';
  reference: string | null;
  decline_code: string | null;
  errors: number;
  answer: string | null;
}

type Charging = Extract<ChargesCommand, { type: 'charge' }>;

const schema = `
  create table if not exists charges (
    key text primary key,
    state text not null,
    amount integer not null,
    currency text not null,
    reference text,
    decline_code text,
    errors integer not null default 0,
    refunds integer not null default 0, -- how many
    answer text                         -- what happens once the customer has said yes, as JSON
  ) strict;
  ${refundsSchema}`;

/** Creates the books before any thread opens them, so that they are never there without a table. */
export function prepareCharges(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  addMissingColumn(db);
  db.close();
}

/** Books that an earlier version has begun. */
function addMissingColumn(db: Books): void {
  const columns = db.pragma('table_info(charges)') as { name: string }[];
  if (columns.some(({ name }) => name === 'answer')) return;
  db.exec('alter table charges add column answer text');
}

export function openCharges({ file }: { file: string }) {
  prepareCharges(file);
  const db = new Database(file);
  db.pragma('synchronous = NORMAL');
  // It is asked about the charges of the last moments.
  db.pragma('cache_size = -4000');
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
  const ask = db.prepare('update charges set answer = ? where key = ?');
  const setState = db.prepare('update charges set state = ? where key = ?');
  const refunds = refundsHandler(db);

  const charge = (command: Charging): ChargesAnswer => {
    const { key, amount, currency, reference, errorsFirst } = command;
    const row = find.get(key);
    const errors = row?.errors ?? 0;
    if (row && row.state !== 'erroring') return answer(row);
    if (errors < errorsFirst) {
      put.run(key, 'erroring', amount, currency, null, null, errors + 1);
      return { type: 'error' };
    }
    if (command.challenges) {
      put.run(key, 'challenged', amount, currency, reference, null, errors);
      ask.run(JSON.stringify(command), key);
      return { type: 'challenged', reference };
    }
    return charged(command, errors);
  };

  const charged = (command: Charging, errors: number): ChargesAnswer => {
    const { key, amount, currency, reference, declineCode, isManual } = command;
    if (declineCode !== null) {
      put.run(key, 'declined', amount, currency, null, declineCode, errors);
      return { type: 'declined', declineCode };
    }
    if (!command.charges) return { type: 'absent' };
    const state = isManual ? 'authorised' : 'captured';
    put.run(key, state, amount, currency, reference, null, errors);
    if (command.refunds) refunds.behave(key, command.refunds);
    return { type: state, reference };
  };

  const answered = (key: string, isApproved: boolean): ChargesAnswer => {
    const row = find.get(key);
    if (row?.state !== 'challenged') return row ? answer(row) : { type: 'absent' };
    const asked = JSON.parse(row.answer as string) as Charging;
    const declineCode = isApproved ? asked.declineCode : 'authentication_required';
    return charged({ ...asked, declineCode }, row.errors);
  };

  const capture = (key: string): ChargesAnswer => {
    const row = find.get(key);
    if (row?.state === 'authorised') setState.run('captured', key);
    if (row?.state !== 'authorised' && row?.state !== 'captured' && row?.state !== 'refunded') {
      return { type: 'declined', declineCode: 'authorisation_expired' };
    }
    return { type: 'captured', reference: row.reference as string };
  };

  const close = (key: string): ChargesAnswer => {
    const row = find.get(key);
    if (!row || row.state === 'erroring') {
      put.run(key, 'closed', 0, '', null, null, row?.errors ?? 0);
    }
    const isReleased = row?.state === 'authorised' || row?.state === 'challenged';
    if (isReleased) setState.run('closed', key);
    return row && !isReleased ? answer(row) : { type: 'absent' };
  };

  return (command) => {
    if (command.type === 'charge') return charge(command);
    if (command.type === 'refund') return refunds.refund(command);
    if (command.type === 'answer') return answered(command.key, command.isApproved);
    if (command.type === 'capture') return capture(command.key);
    if (command.type === 'close') return close(command.key);
    const row = find.get(command.key);
    return row ? answer(row) : { type: 'absent' };
  };
}

function answer(row: ChargeRow): ChargesAnswer {
  if (row.state === 'captured' || row.state === 'refunded') {
    return { type: 'captured', reference: row.reference as string };
  }
  if (row.state === 'authorised' || row.state === 'challenged') {
    return { type: row.state, reference: row.reference as string };
  }
  if (row.state === 'declined') {
    return { type: 'declined', declineCode: row.decline_code as string };
  }
  return { type: 'absent' };
}
