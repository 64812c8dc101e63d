// A simulation for another program: a JSON document a line as things happen. Everybody presses when a
// line arrives on standard input, so that two simulations can start at the same moment.

import { createInterface } from 'node:readline';
import type { Config } from '../config.js';
import type { Mode, SimulationPlan } from '../simulate/plan.js';
import type { Listener } from '../simulate/recorder.js';
import { simulate } from '../simulate/simulate.js';
import type { StreamedEvent } from '../simulate/streamed-event.js';
import { createLogger } from '../telemetry/log.js';

export async function streamSimulation(
  plan: SimulationPlan,
  mode: Mode,
  config: Config,
): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const said = new Promise<void>((resolve) => lines.once('line', () => resolve()));
  // Whoever asked for it is gone: nobody would ever end this process.
  lines.once('close', () => process.exit(1));
  const simulation = await simulate(plan, mode, {
    config,
    logger: createLogger('fatal'),
    listener,
    ready: () => {
      say({ type: 'ready' });
      return said;
    },
  });
  const { answerMs, lastTaskMs, attempts } = simulation;
  say({ type: 'finished', answerMs, lastTaskMs, attempts });
  lines.removeAllListeners('close');
  lines.close();
}

const say = (event: StreamedEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);

const listener: Listener = {
  started: (customer, step, startedMs) => say({ type: 'started', customer, step, startedMs }),
  step: (step) => say({ type: 'step', ...step }),
  answered: (answer) => say({ type: 'answered', ...answer }),
  batch: (batch) => say({ type: 'batch', ...batch }),
};
