// Brings files in, one at a time, beside the orders:
//
//   spool ─ check and stage (a thread) ─ refused | checked | applying ─ applied
//
// Nothing is applied before all of the file was read. What is being applied goes on after a crash,
// because the ledger notes with each step how far it is; so a file comes in whole or not at all. It
// does not come in at one instant: a million rows in one transaction would keep every order waiting
// for seconds. Rows that somebody came before in the meantime are told as exceptions.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { callOff, restAfter, tellShare } from '../compute/making-way.js';
import { WorkerThreadPool } from '../compute/worker-thread-pool.js';
import type { Unavailable } from '../core/refusals.js';
import { ok, type Result, refuse } from '../core/result.js';
import type { Promotion } from '../core/rules.js';
import { taxCategories } from '../core/tax/tax-categories.js';
import {
  type FileFormat,
  type ImportKind,
  type ImportMode,
  type RowFault,
  transferLimits,
} from '../core/transfers.js';
import type { PromotionDesk } from '../orders/promotion-desk.js';
import type { Shop } from '../orders/shop.js';
import { openStaging } from '../store/sqlite/staging.js';
import type { ImportFacts, ImportStep, Store, StoredImport } from '../store/store.js';
import type { CheckedFile, CheckJob } from './check-file.js';
import { Cut, type SpoolRefusal, spool } from './spool.js';

export interface ImportRequest {
  kind: ImportKind;
  format: FileFormat;
  mode: ImportMode;
  isDryRun: boolean;
  source: Readable;
  /** Aborted when the rest of the file is not waited for; its reason is a `SpoolRefusal`. */
  signal: AbortSignal;
  /** The operator's: what is applied stands in the audit log. */
  store: Store;
}

export interface ImportProgress {
  state: StoredImport['state'];
  /** Of the file, so far. */
  bytesRead: number;
}

export type ImportRefusal =
  | { type: 'import-under-way'; importId: string }
  | SpoolRefusal
  | Unavailable;

export interface ImportDeskOptions {
  shop: Pick<Shop, 'store' | 'quotes' | 'catalogue' | 'traffic' | 'now' | 'newOrderId' | 'log'>;
  promotions: PromotionDesk;
  ledger: string;
  /** How much of its room background work may use, from 0 to 1. */
  share: () => number;
  /** Where files lie until they are applied. */
  folder: string;
}

/** Rows a step beside orders: it holds the ledger for a millisecond, less than a batch of theirs. */
const STEP_ROWS = 100;
/** While there are none: as many as an order that comes in meanwhile can wait for. */
const STEP_ROWS_ALONE = 2_000;
/** Beside orders the ledger is left to them for as long as a step takes, at the least. */
const SHARE_BESIDE_ORDERS_MAX = 0.5;
/** What the thread that checks may hold: several times what rows that wait take. */
const CHECK_HEAP_MB = 128;
/** How often the thread that checks is told how much room there is. */
const TELL_EVERY_MS = 20;
/** How long a ledger that takes no writes is left alone. */
const RETRY_MS = 1_000;

export class ImportDesk {
  readonly #options: ImportDeskOptions;
  #current: { id: string; read: BigInt64Array } | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #isStopping = false;
  /** What could not be applied to its end is tried again at the next start. */
  #keeps: string | null = null;

  constructor(options: ImportDeskOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  }

  /** Answers once the whole file has arrived; what becomes of it is read by its id. */
  async begin(request: ImportRequest): Promise<Result<StoredImport, ImportRefusal>> {
    if (this.#current) {
      return refuse({ type: 'import-under-way', importId: this.#current.id });
    }
    const { shop } = this.#options;
    const id = shop.newOrderId();
    this.#current = { id, read: new BigInt64Array(new SharedArrayBuffer(8)) };
    try {
      const spooled = await spool(request.source, this.#file(id, 'upload'), request.signal);
      const { kind, format, mode, isDryRun } = request;
      const facts = { format, mode, isDryRun, ...spooled, ...nothingWrong };
      const at = shop.now();
      const noted = await shop.store.noteImport({
        id,
        kind,
        state: 'checking',
        facts,
        rows: 0,
        at,
      });
      if (!noted.ok) return this.#over(id, noted);
      this.#work = this.#bringIn(id, facts, request);
      return ok((await shop.store.import(id)) as StoredImport);
    } catch (error) {
      this.#over(id, null);
      if (error instanceof Cut) return refuse(error.refusal);
      throw error;
    }
  }

  /**
   * How far `stored` is. The ledger knows first: the end is told when what is in the file holds for
   * the next quote, and when the next file may come.
   */
  progress({ id, state, facts }: StoredImport): ImportProgress {
    if (this.#current?.id !== id) {
      return { state, bytesRead: state === 'checking' ? 0 : facts.bytes };
    }
    const isChecking = state !== 'applying' && state !== 'applied';
    const bytesRead = Number(Atomics.load(this.#current.read, 0));
    return isChecking
      ? { state: 'checking', bytesRead }
      : { state: 'applying', bytesRead: facts.bytes };
  }

  /** Goes on with what a process that ended has left. */
  async resume(): Promise<void> {
    const { shop } = this.#options;
    const unfinished = await shop.store.unfinishedImports();
    this.#clear(
      new Set(unfinished.filter(({ state }) => state === 'applying').map(({ id }) => id)),
    );
    for (const left of unfinished) {
      if (left.state === 'checking') {
        await shop.store.noteImport({ ...left, state: 'interrupted', at: shop.now() });
        continue;
      }
      this.#current = { id: left.id, read: new BigInt64Array(new SharedArrayBuffer(8)) };
      this.#work = this.#apply(left.id, left.kind)
        .catch((error) => this.#failed(left.id, error))
        .finally(() => this.#over(left.id, null));
    }
  }

  /** Also of files that had not arrived, of which nothing is written down. */
  #clear(kept: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#options.folder)) {
      if (!kept.has(parse(name).name)) rmSync(join(this.#options.folder, name));
    }
  }

  /** What is being checked is called off; what is being applied goes on at the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#work;
  }

  async #bringIn(id: string, facts: ImportFacts, request: ImportRequest): Promise<void> {
    const { shop } = this.#options;
    const { kind, mode, isDryRun, store } = request;
    try {
      const checked = await this.#check(id, request);
      const known = { ...facts, faults: checked.faults, faultCount: checked.faultCount };
      const note = (state: StoredImport['state']) =>
        this.#written(() =>
          shop.store.noteImport({
            id,
            kind,
            state,
            facts: known,
            rows: checked.rows,
            at: shop.now(),
          }),
        );
      const isRefused = checked.faultCount > 0 && (mode === 'file' || checked.rows === 0);
      await note(isRefused ? 'refused' : isDryRun ? 'checked' : 'checking');
      if (isRefused || isDryRun) return;
      await this.#written(() => store.openImport({ id, at: shop.now() }));
      await this.#apply(id, kind);
    } catch (error) {
      await this.#failed(id, error);
    } finally {
      this.#over(id, null);
    }
  }

  async #check(id: string, { kind, format, mode }: ImportRequest): Promise<CheckedFile> {
    const { shop, ledger } = this.#options;
    const share = new Int32Array(new SharedArrayBuffer(4));
    const tell = () =>
      this.#isStopping ? callOff(share) : tellShare(share, this.#options.share());
    tell();
    const telling = setInterval(tell, TELL_EVERY_MS);
    const pool = new WorkerThreadPool<CheckJob, CheckedFile>({
      worker: 'check-file',
      threads: 1,
      nurseryMb: 4,
      heapMb: CHECK_HEAP_MB,
      workerData: {
        ledger,
        staging: this.#file(id, 'staged'),
        taxCategories: [...taxCategories(shop.quotes.rules.taxes)],
        read: this.#current?.read.buffer,
        share: share.buffer,
      },
    });
    try {
      const checked = await pool.run({ file: this.#file(id, 'upload'), format, kind, mode });
      if (kind !== 'promotions' || checked.faultCount > 0) return checked;
      return await this.#checkTogether(id, checked);
    } finally {
      clearInterval(telling);
      await pool.close();
    }
  }

  /** Promotions that are right one by one may contradict each other, and those that there are. */
  async #checkTogether(id: string, checked: CheckedFile): Promise<CheckedFile> {
    const staged = this.#stagedPromotions(id);
    const faults = await this.#options.promotions.contradictions(staged);
    const told = faults.slice(0, transferLimits.faults).map(
      ({ pointer, detail }): RowFault => ({
        line: 0,
        column: pointer,
        value: '',
        reason: detail,
      }),
    );
    if (told.length === 0) return checked;
    return { rows: 0, faults: told, faultCount: faults.length };
  }

  #stagedPromotions(id: string): Promotion[] {
    const rows = openStaging(this.#file(id, 'staged'));
    try {
      const all = rows.after('', transferLimits.promotions);
      return all.map(({ payload }) => (JSON.parse(payload) as { promotion: Promotion }).promotion);
    } finally {
      rows.close();
    }
  }

  async #apply(id: string, kind: ImportKind): Promise<void> {
    const { shop, promotions } = this.#options;
    const step = (limit: number) =>
      shop.store.importRows({ id, kind, file: this.#file(id, 'staged'), limit, at: shop.now() });
    if (kind === 'promotions') {
      // In force together or not at all, so in one step.
      const putPromotions = async () => {
        const put = await step(transferLimits.promotions + 1);
        return put.ok ? ok(null) : put;
      };
      await this.#written(() => promotions.saveAll(this.#stagedPromotions(id), { putPromotions }));
      return;
    }
    await this.#steps(step);
    shop.log.info({ importId: id, kind }, 'file brought in');
  }

  /** Large ones while there is nothing else to do; beside orders small ones, and rests between. */
  async #steps(step: (limit: number) => Promise<Result<ImportStep, Unavailable>>): Promise<void> {
    const { shop, share } = this.#options;
    let { begun } = shop.traffic;
    while (!this.#isStopping) {
      const hasOrders = shop.traffic.underWay > 0 || shop.traffic.begun > begun;
      begun = shop.traffic.begun;
      const since = performance.now();
      const limit = hasOrders ? STEP_ROWS : STEP_ROWS_ALONE;
      const { done, skus } = await this.#written(() => step(limit));
      for (const sku of skus) shop.catalogue.forget(sku);
      if (done) return;
      if (!hasOrders) continue;
      await pause(restAfter(performance.now() - since, Math.min(share(), SHARE_BESIDE_ORDERS_MAX)));
    }
  }

  /** A disk that is full now has room again later: what has begun is not given up. */
  async #written<Value>(write: () => Promise<Result<Value, { type: string }>>): Promise<Value> {
    for (;;) {
      const written = await write();
      if (written.ok) return written.value;
      const { type } = written.refusal;
      const isPassing = type === 'storage-unavailable' || type === 'overloaded';
      if (!isPassing || this.#isStopping) throw new Error(type);
      await pause(RETRY_MS);
    }
  }

  async #failed(id: string, error: unknown): Promise<void> {
    const { shop } = this.#options;
    shop.log.warn({ importId: id, error: String(error) }, 'a file could not be brought in');
    const left = await shop.store.import(id);
    if (left?.state === 'applying') this.#keeps = id;
    if (left?.state !== 'checking' || this.#isStopping) return;
    await shop.store.noteImport({ ...left, state: 'interrupted', at: shop.now() });
  }

  #over<Value>(id: string, answer: Value): Value {
    if (!this.#isStopping && this.#keeps !== id) this.#remove(id);
    this.#current = null;
    return answer;
  }

  #remove(id: string): void {
    for (const part of ['upload', 'staged'] as const) rmSync(this.#file(id, part), { force: true });
  }

  #file = (id: string, part: 'upload' | 'staged'): string =>
    join(this.#options.folder, `${id}.${part}`);
}

const nothingWrong = { faults: [], faultCount: 0, exceptions: [] };
