// The races of a shop: one at a time, and the last ones kept in the data folder, so that a result can
// be shared as a link.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../core/result.js';
import { Race, type RaceMessage, type RaceOptions, type RaceState } from './race.js';
import type { RacePlan } from './race-plan.js';

export interface RaceRecord {
  id: string;
  plan: RacePlan;
  startedAt: number;
  state: RaceState;
  failure: string | null;
  predictions: Race['predictions'];
}

export interface RacesOptions {
  folder: string;
  command: RaceOptions['command'];
  newId: () => string;
  now: () => number;
}

/** The longest delays in sequence, for every retry, take less. */
const TIMEOUT_MS = 120_000;
const KEPT_MAX = 100;
const ID = /^[0-9A-Z]{26}$/;

export class Races {
  readonly #options: RacesOptions;
  #current: Race | null = null;

  constructor(options: RacesOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true });
  }

  /** Begins a race, unless one is being run. */
  start(plan: RacePlan): Result<RaceRecord, { type: 'race-under-way'; raceId: string }> {
    const current = this.#current;
    if (current && (current.state === 'starting' || current.state === 'running')) {
      return refuse({ type: 'race-under-way', raceId: current.id });
    }
    const { command, newId, now } = this.#options;
    const race = new Race({ id: newId(), plan, command, timeoutMs: TIMEOUT_MS, now });
    this.#current = race;
    void race.ended.then(() => {
      if (race.state === 'finished') this.#keep(race);
    });
    return ok(recordOf(race));
  }

  find(id: string): RaceRecord | undefined {
    if (this.#current?.id === id) return recordOf(this.#current);
    return this.#kept(id)?.record;
  }

  /** The messages after a number, then each new one until the race has ended or `signal` aborts. */
  async *messages(id: string, after: number, signal: AbortSignal): AsyncGenerator<RaceMessage> {
    const race = this.#current;
    if (race?.id !== id) {
      const messages = this.#kept(id)?.messages ?? [];
      yield* messages.filter((message) => message.id > after);
      return;
    }
    let sent = after;
    while (!signal.aborted) {
      const changed = nextMessage(race, signal);
      for (const message of race.messages.slice(sent)) {
        yield message;
        sent = message.id;
      }
      if (race.state === 'finished' || race.state === 'failed') return;
      await changed;
    }
  }

  async stop(): Promise<void> {
    this.#current?.stop();
    await this.#current?.ended;
  }

  #fileOf = (id: string): string => join(this.#options.folder, `${id}.json`);

  #kept(id: string): { record: RaceRecord; messages: RaceMessage[] } | undefined {
    if (!ID.test(id)) return undefined;
    try {
      return JSON.parse(readFileSync(this.#fileOf(id), 'utf8'));
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Under another name first: a file of that name is whole. */
  #keep(race: Race): void {
    const file = this.#fileOf(race.id);
    const { messages } = race;
    writeFileSync(`${file}.part`, JSON.stringify({ record: recordOf(race), messages }));
    renameSync(`${file}.part`, file);
    // Names begin with their time: the first ones are the oldest.
    const names = readdirSync(this.#options.folder).sort();
    for (const name of names.slice(0, -KEPT_MAX)) rmSync(join(this.#options.folder, name));
  }
}

const recordOf = ({ id, plan, startedAt, state, failure, predictions }: Race): RaceRecord => ({
  id,
  plan,
  startedAt,
  state,
  failure,
  predictions,
});

function nextMessage(race: Race, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unlisten();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unlisten = race.onMessage(done);
    signal.addEventListener('abort', done);
  });
}
