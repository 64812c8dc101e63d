// The ledger thread: the only writer. A batch of commands is one transaction and one fsync, and yet
// each command succeeds or fails alone:
//
//   - A command that refuses has written nothing, or has taken back what it wrote, when it answers.
//   - A command that an operator sends writes its row of the audit log with it.
//   - A command that throws is a bug or a broken constraint. The batch is then rolled back and
//     applied again with a savepoint around each command. A savepoint always would copy every page
//     that each command touches: a tenth of the ledger's time.
//
//   begin immediate ─ command … command ─ applied_batches ─ commit
//
// A batch that was applied but whose answer was lost (the thread died, the process lives) is sent
// again under the same id and is answered from `applied_batches`.

import { refuse } from '../../core/result.js';
import { auditor } from './audit.js';
import { attemptCommands } from './commands/attempts.js';
import { catalogueCommands } from './commands/catalogue.js';
import { closeCommands } from './commands/close-order.js';
import { confirmCommand } from './commands/confirm.js';
import { customerCommands } from './commands/customers.js';
import { eraseCommand } from './commands/erase-customer.js';
import { importCommands } from './commands/import.js';
import { keyCommands } from './commands/keys.js';
import { operatorKeyCommands } from './commands/operator-keys.js';
import { orderEvents } from './commands/order-events.js';
import { resetCommands } from './commands/password-resets.js';
import { refundCommands } from './commands/refund.js';
import { reserveCommand } from './commands/reserve.js';
import { purgeMinutesCommand } from './commands/rollups.js';
import { shipCommand } from './commands/ship.js';
import { taskCommands } from './commands/tasks.js';
import { type WebhookOutbox, webhookOutbox } from './commands/webhook-outbox.js';
import { webhookCommands } from './commands/webhooks.js';
import { type Db, openWriter } from './connection.js';
import {
  type Applied,
  type LedgerBatch,
  type LedgerCommand,
  type LedgerHandlers,
  receivedBatch,
} from './ledger-commands.js';

/** Opens the file and answers the function that applies batches to it. */
export function openLedger({ file }: { file: string }) {
  const apply = applyWith(openWriter(file));
  return (batch: LedgerBatch, documents: readonly string[]): Applied[] =>
    apply(receivedBatch(batch, documents));
}

export function applyWith(db: Db): (batch: LedgerBatch) => Applied[] {
  const outbox = webhookOutbox(db);
  const handlers = ledgerHandlers(db, outbox);
  const beginImmediate = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const lastBatch = db.prepare<[number], { id: string; answers: string }>(
    'select id, answers from applied_batches where lane = ?',
  );
  const remember = db.prepare(
    'insert into applied_batches values (?, ?, ?) on conflict do update set id = excluded.id, answers = excluded.answers',
  );
  const rollback = db.prepare('rollback');
  const audited = auditor(db);
  const apply = (command: LedgerCommand): Applied => {
    const { by } = command;
    return by === undefined
      ? run(handlers, command)
      : audited({ ...command, by }, () => run(handlers, command));
  };
  const applyAlone = savepointed(db, apply);

  /** Who is told of orders is read anew: what a batch has changed of it may have been rolled back. */
  const begin = (): void => {
    beginImmediate.run();
    outbox.refresh();
  };

  const answered = (lane: number, id: string): Applied[] | null => {
    const last = lastBatch.get(lane);
    return last?.id === id ? (JSON.parse(last.answers) as Applied[]) : null;
  };

  const applyBatch = (commands: LedgerCommand[]): Applied[] => {
    try {
      return commands.map(apply);
    } catch (error) {
      if (isStorageError(error)) throw error;
      // A bug in one command must not cost its neighbours: all of it again, each in a savepoint.
      rollback.run();
      begin();
      return commands.map(applyAlone);
    }
  };

  return ({ id, lane, commands }) => {
    try {
      begin();
      let answers = answered(lane, id);
      if (!answers) {
        answers = applyBatch(commands);
        remember.run(lane, id, JSON.stringify(answers));
      }
      commit.run();
      return answers;
    } catch (error) {
      if (db.inTransaction) rollback.run();
      if (!isStorageError(error)) throw error;
      const refusal = { type: 'storage-unavailable', detail: (error as { code: string }).code };
      return commands.map(() => refuse(refusal));
    }
  };
}

const run = (handlers: LedgerHandlers, { type, input }: LedgerCommand): Applied =>
  (handlers[type] as (input: unknown) => Applied)(input);

function ledgerHandlers(db: Db, outbox: WebhookOutbox): LedgerHandlers {
  const events = orderEvents(db, outbox);
  return {
    reserve: reserveCommand(db, events),
    confirm: confirmCommand(db, events),
    ...closeCommands(db, events),
    ...attemptCommands(db, events),
    ...refundCommands(db, events),
    ship: shipCommand(db, events),
    ...taskCommands(db, events),
    purgeMinutes: purgeMinutesCommand(db),
    ...keyCommands(db),
    ...catalogueCommands(db),
    ...customerCommands(db),
    ...resetCommands(db),
    eraseCustomer: eraseCommand(db),
    ...operatorKeyCommands(db),
    ...importCommands(db),
    ...webhookCommands(db, outbox),
  };
}

function savepointed(
  db: Db,
  apply: (command: LedgerCommand) => Applied,
): (command: LedgerCommand) => Applied {
  const savepoint = db.prepare('savepoint command');
  const release = db.prepare('release command');
  const rollback = db.prepare('rollback to command');
  return (command) => {
    savepoint.run();
    try {
      const answer = apply(command);
      release.run();
      return answer;
    } catch (error) {
      if (isStorageError(error)) throw error;
      rollback.run();
      release.run();
      return { fault: `${command.type}: ${(error as Error).stack ?? String(error)}` };
    }
  };
}

/** The disk's fault, not the command's: nothing of the batch was kept. */
const isStorageError = (error: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|BUSY|NOMEM)/.test(
    (error as { code?: string }).code ?? '',
  );
