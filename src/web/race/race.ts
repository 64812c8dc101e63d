// The race on show: started here, or opened by its link, and followed over server-sent events.

import { signal } from '@preact/signals';
import { type Answer, call, type Problem } from '../shell/api.js';
import { go } from '../shell/router.js';
import { applyEvent, type Bar, emptyTracks, type RaceEvent, type Tracks } from './race-state.js';

export interface RacePlan {
  customers: number;
  stock: number;
  delaysMs: Record<string, number>;
  failures: Record<string, number>;
}

export interface RaceView {
  id: string;
  state: 'starting' | 'running' | 'finished' | 'failed';
  failure: string | null;
  plan: RacePlan;
  predictions: Record<'sequential' | 'parallel', { answerMs: number; lastTaskMs: number }>;
}

export const race = signal<RaceView | null>(null);
export const problem = signal<Problem | null>(null);
export const isStarting = signal(false);
/** Changes with each message: the figures are read from `tracks` then. */
export const heard = signal(0);

export let tracks: Tracks = emptyTracks();
/** `performance.now()` at which the customers pressed, as far as this page can tell. */
export let pressedAt: number | null = null;

let open = new Map<string, Bar>();
let stream: EventSource | null = null;

export async function startRace(plan: RacePlan): Promise<void> {
  if (isStarting.value) return;
  isStarting.value = true;
  const answer = await call<RaceView>('/v1/races', { method: 'POST', body: plan });
  isStarting.value = false;
  if (!answer.ok && answer.problem.type === 'race-under-way') {
    // Somebody else's is on: that one can be watched meanwhile.
    problem.value = answer.problem;
    go(`/race/${answer.problem.members.raceId}`);
    return;
  }
  if (take(answer)) go(`/race/${race.value?.id}`);
}

export async function openRace(id: string): Promise<void> {
  if (race.value?.id === id) return;
  take(await call<RaceView>(`/v1/races/${encodeURIComponent(id)}`));
}

function take(answer: Answer<RaceView>): boolean {
  if (!answer.ok) {
    problem.value = answer.problem;
    return false;
  }
  if (problem.value?.type !== 'race-under-way') problem.value = null;
  follow(answer.body);
  return true;
}

function follow(view: RaceView): void {
  stream?.close();
  tracks = emptyTracks();
  open = new Map();
  pressedAt = null;
  race.value = view;
  stream = new EventSource(`/v1/races/${encodeURIComponent(view.id)}/events`);
  // After a lost connection the browser asks again from the last message on.
  stream.addEventListener('race', (message) => {
    const { state, events } = JSON.parse((message as MessageEvent<string>).data) as {
      state: RaceView['state'];
      events: RaceEvent[];
    };
    for (const event of events) applyEvent(tracks, open, event);
    const until = Math.max(tracks.sequential.untilMs, tracks.parallel.untilMs);
    if (state === 'running' && events.length > 0) pressedAt = performance.now() - until;
    if (state === 'finished' || state === 'failed') end(view.id);
    if (race.value) race.value = { ...race.value, state };
    heard.value += 1;
  });
}

function end(id: string): void {
  stream?.close();
  stream = null;
  pressedAt = null;
  void call<RaceView>(`/v1/races/${encodeURIComponent(id)}`).then((answer) => {
    if (answer.ok && race.value?.id === id) race.value = answer.body;
  });
}

/** Milliseconds since everybody pressed, for whatever is still under way. */
export const elapsedMs = (): number =>
  pressedAt === null
    ? Math.max(tracks.sequential.untilMs, tracks.parallel.untilMs)
    : performance.now() - pressedAt;
