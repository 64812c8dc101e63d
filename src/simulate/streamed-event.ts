// What a simulation says while it runs. Times are milliseconds since everybody pressed.

import type { CustomerResult, Recorded, RecordedBatch } from './recorder.js';
import type { Simulation } from './simulate.js';

export type StreamedEvent =
  | { type: 'ready' }
  | { type: 'started'; customer: number; step: string; startedMs: number }
  | ({ type: 'step' } & Recorded)
  | ({ type: 'answered' } & CustomerResult)
  | ({ type: 'batch' } & RecordedBatch)
  | ({ type: 'finished' } & Pick<Simulation, 'answerMs' | 'lastTaskMs' | 'attempts'>);
