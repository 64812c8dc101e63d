// What the server has said of a race so far, in the shape that the chart and the figures need. The
// bars are plain arrays that only grow: at thousands of them a second nothing is copied.

export const raceModes = ['sequential', 'parallel'] as const;
export type RaceMode = (typeof raceModes)[number];

export const raceSteps = [
  'stock',
  'quote',
  'reserve',
  'pay',
  'confirm',
  'invoice',
  'confirmation-email',
  'warehouse',
  'analytics',
] as const;
export type RaceStep = (typeof raceSteps)[number];

export type RaceEvent = { mode: RaceMode } & (
  | { type: 'started'; customer: number; step: RaceStep; startedMs: number }
  | {
      type: 'step';
      customer: number;
      step: RaceStep;
      startedMs: number;
      endedMs: number;
      outcome: string;
    }
  | { type: 'answered'; customer: number; outcome: Outcome; answerMs: number }
  | { type: 'batch'; pool: string; lane: number; startedMs: number; endedMs: number }
  | { type: 'finished'; answerMs: { served: Latencies; refused: Latencies }; lastTaskMs: number }
);

export type Outcome = 'got one' | 'sold out' | 'declined' | 'refused';

export interface Latencies {
  count: number;
  p50: number;
  p99: number;
}

export interface Bar {
  customer: number;
  step: RaceStep;
  startedMs: number;
  /** `null` while it is under way. */
  endedMs: number | null;
  isFailed: boolean;
}

export interface Lane {
  name: string;
  bars: { startedMs: number; endedMs: number }[];
}

export interface Track {
  bars: Bar[];
  lanes: Map<string, Lane>;
  outcomes: Record<Outcome, number>;
  /** Milliseconds: the last thing that is known to have happened. */
  untilMs: number;
  lastAnswerMs: number;
  lastTaskMs: number | null;
  answers: { served: Latencies; refused: Latencies } | null;
}

export type Tracks = Record<RaceMode, Track>;

export const emptyTracks = (): Tracks => ({ sequential: emptyTrack(), parallel: emptyTrack() });

const emptyTrack = (): Track => ({
  bars: [],
  lanes: new Map(),
  outcomes: { 'got one': 0, 'sold out': 0, declined: 0, refused: 0 },
  untilMs: 0,
  lastAnswerMs: 0,
  lastTaskMs: null,
  answers: null,
});

const failedOutcomes = new Set(['failed', 'out-of-stock', 'declined']);

export function applyEvent(tracks: Tracks, open: Map<string, Bar>, event: RaceEvent): void {
  const track = tracks[event.mode];
  switch (event.type) {
    case 'started': {
      const { mode, type: _, ...started } = event;
      const bar: Bar = { ...started, endedMs: null, isFailed: false };
      track.bars.push(bar);
      open.set(`${mode} ${bar.customer} ${bar.step}`, bar);
      track.untilMs = Math.max(track.untilMs, event.startedMs);
      return;
    }
    case 'step': {
      const bar = open.get(`${event.mode} ${event.customer} ${event.step}`);
      if (!bar) return;
      bar.endedMs = event.endedMs;
      bar.isFailed = failedOutcomes.has(event.outcome);
      track.untilMs = Math.max(track.untilMs, event.endedMs);
      return;
    }
    case 'answered':
      track.outcomes[event.outcome] += 1;
      track.lastAnswerMs = Math.max(track.lastAnswerMs, event.answerMs);
      return;
    case 'batch': {
      // One thread, though it is handed its next batch while it is at one.
      const lane = event.pool === 'ledger' ? 0 : event.lane;
      const name = `${event.pool} ${lane + 1}`;
      const known = track.lanes.get(name) ?? { name, bars: [] };
      track.lanes.set(name, known);
      known.bars.push({ startedMs: event.startedMs, endedMs: event.endedMs });
      return;
    }
    case 'finished':
      track.answers = event.answerMs;
      track.lastTaskMs = event.lastTaskMs;
  }
}

export const answered = ({ outcomes }: Track): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0);
