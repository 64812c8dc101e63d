// The ledger thread: the only writer. A batch of commands is one transaction and one fsync; each
// command in it has a savepoint, so that it succeeds or fails alone.
//
//   begin immediate ─ [savepoint · command · release | rollback]… ─ applied_batches ─ commit
//
// A batch that was applied but whose answer was lost (the thread died, the process lives) is sent
// again under the same id and is answered from `applied_batches`.

import { refuse } from '../../core/result.js';
import { attemptCommands } from './commands/attempts.js';
import { catalogueCommands } from './commands/catalogue.js';
import { closeCommands } from './commands/close-order.js';
import { confirmCommand } from './commands/confirm.js';
import { keyCommands } from './commands/keys.js';
import { orderEvents } from './commands/order-events.js';
import { reserveCommand } from './commands/reserve.js';
import { type Db, openWriter } from './connection.js';
import type { Applied, LedgerBatch, LedgerCommand, LedgerHandlers } from './ledger-commands.js';

/** Opens the file and answers the function that applies batches to it. */
export function openLedger({ file }: { file: string }): (batch: LedgerBatch) => Applied[] {
  const db = openWriter(file);
  return applyWith(db);
}

export function applyWith(db: Db): (batch: LedgerBatch) => Applied[] {
  const handlers = ledgerHandlers(db);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const lastBatch = db.prepare<[number], { id: string; answers: string }>(
    'select id, answers from applied_batches where lane = ?',
  );
  const remember = db.prepare(
    'insert into applied_batches values (?, ?, ?) on conflict do update set id = excluded.id, answers = excluded.answers',
  );
  const applyOne = savepointed(db, handlers);

  return ({ id, lane, commands }) => {
    try {
      begin.run();
      const last = lastBatch.get(lane);
      if (last?.id === id) {
        commit.run();
        return JSON.parse(last.answers) as Applied[];
      }
      const answers = commands.map(applyOne);
      remember.run(lane, id, JSON.stringify(answers));
      commit.run();
      return answers;
    } catch (error) {
      if (db.inTransaction) db.exec('rollback');
      if (!isStorageError(error)) throw error;
      const refusal = { type: 'storage-unavailable', detail: (error as { code: string }).code };
      return commands.map(() => refuse(refusal));
    }
  };
}

function ledgerHandlers(db: Db): LedgerHandlers {
  const events = orderEvents(db);
  return {
    reserve: reserveCommand(db, events),
    confirm: confirmCommand(db, events),
    ...closeCommands(db, events),
    ...attemptCommands(db, events),
    ...keyCommands(db),
    ...catalogueCommands(db),
  };
}

function savepointed(db: Db, handlers: LedgerHandlers): (command: LedgerCommand) => Applied {
  const savepoint = db.prepare('savepoint command');
  const release = db.prepare('release command');
  const rollback = db.prepare('rollback to command');
  return ({ type, input }) => {
    savepoint.run();
    let answer: Applied;
    try {
      answer = (handlers[type] as (input: unknown) => Applied)(input);
    } catch (error) {
      // A full or failing disk ends the whole batch; anything else is this command's own fault.
      if (isStorageError(error)) throw error;
      answer = { fault: `${type}: ${(error as Error).stack ?? String(error)}` };
    }
    if (!('ok' in answer) || !answer.ok) rollback.run();
    release.run();
    return answer;
  };
}

/** The disk's fault, not the command's: nothing of the batch was kept. */
const isStorageError = (error: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|NOMEM)/.test(
    (error as { code?: string }).code ?? '',
  );
