import { SingleBar } from 'cli-progress';
import { type Config, checkedDelays, readConfig, topicNames } from '../config.js';
import { type Mode, modes, type SimulationPlan } from '../simulate/plan.js';
import { printAnswer, printComparison, printStep, printSummary } from '../simulate/print.js';
import type { Listener } from '../simulate/recorder.js';
import { type Simulation, SimulationError, simulate } from '../simulate/simulate.js';
import { createLogger } from '../telemetry/log.js';
import { ExpectedError } from './expected-error.js';
import { streamSimulation } from './simulate-stream.js';

export interface SimulateFlags {
  customers: number;
  sku: string;
  stock: number;
  mode: Mode;
  delays: string;
  fail: string;
  compare?: boolean;
  json?: boolean;
  stream?: boolean;
}

/** More than these are shown as a live summary instead of step by step. */
const READABLE_CUSTOMERS = 10;
const CUSTOMERS_MAX = 10_000;
const STOCK_MAX = 1_000_000_000;

export async function simulateRush(flags: SimulateFlags): Promise<void> {
  const { compare = false, json = false, stream = false } = flags;
  const config = settings(flags.delays);
  const plan = planOf(flags, config);
  if (stream) return inWords(streamSimulation(plan, flags.mode, config));
  const say = json ? () => {} : (line: string) => void process.stdout.write(`${line}\n`);
  const simulations: Simulation[] = [];
  for (const mode of compare ? modes : [flags.mode]) {
    say(`${mode}: ${plan.customers} customers, ${plan.stock} × ${plan.sku}`);
    const simulation = await run(plan, mode, config, json);
    say('');
    for (const line of printSummary(plan, simulation)) say(line);
    say('');
    simulations.push(simulation);
  }
  if (json) process.stdout.write(`${JSON.stringify({ plan, simulations }, null, 2)}\n`);
  if (compare) for (const line of printComparison(plan, simulations, widthOf())) say(line);
}

const widthOf = (): number => Math.min(140, process.stdout.columns ?? 100);

/** The user's settings, with this run's delays checked as any setting is. */
function settings(delays: string): Config {
  try {
    return { ...readConfig(), STEP_DELAYS_MS: checkedDelays(delays) };
  } catch (error) {
    throw new ExpectedError((error as Error).message.replace('STEP_DELAYS_MS', '--delays'));
  }
}

function planOf(
  { customers, sku, stock, fail }: SimulateFlags,
  { STEP_DELAYS_MS: delaysMs }: Config,
): SimulationPlan {
  if (customers > CUSTOMERS_MAX) {
    throw new ExpectedError(`--customers must be at most ${CUSTOMERS_MAX}`);
  }
  if (stock > STOCK_MAX) throw new ExpectedError(`--stock must be at most ${STOCK_MAX}`);
  return { customers, sku, stock, delaysMs, failures: failuresOf(fail) };
}

function failuresOf(text: string): SimulationPlan['failures'] {
  const failures: SimulationPlan['failures'] = {};
  for (const part of text.split(',').filter(Boolean)) {
    const [name = '', share = ''] = part.split('=');
    const step = name === 'pay' ? 'pay' : topicNames[name];
    const value = Number(share);
    if (!step || share === '' || !(value >= 0 && value <= 1)) {
      const names = ['pay', ...Object.keys(topicNames)].join(', ');
      throw new ExpectedError(`--fail "${part}" must be one of ${names}, and a part from 0 to 1`);
    }
    if (value === 1 && step !== 'pay') {
      throw new ExpectedError(`--fail ${name}=1 would never end: less than 1, please`);
    }
    failures[step] = value;
  }
  return failures;
}

async function run(
  plan: SimulationPlan,
  mode: Mode,
  config: Config,
  quiet: boolean,
): Promise<Simulation> {
  const screen = quiet ? { listener: {}, end: () => {} } : screenFor(plan.customers);
  const logger = createLogger('fatal');
  try {
    return await inWords(simulate(plan, mode, { config, logger, listener: screen.listener }));
  } finally {
    screen.end();
  }
}

async function inWords<Outcome>(simulating: Promise<Outcome>): Promise<Outcome> {
  try {
    return await simulating;
  } catch (error) {
    if (error instanceof SimulationError) throw new ExpectedError(error.message);
    throw error;
  }
}

interface Screen {
  listener: Listener;
  end(): void;
}

const screenFor = (customers: number): Screen =>
  customers <= READABLE_CUSTOMERS ? stepByStep() : liveSummary(customers);

function stepByStep(): Screen {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  return {
    listener: { step: (step) => say(printStep(step)), answered: (one) => say(printAnswer(one)) },
    end: () => {},
  };
}

function liveSummary(customers: number): Screen {
  const counts = { served: 0, refused: 0, tasks: 0, failed: 0 };
  const bar = new SingleBar({
    format:
      '{bar} {value}/{total} answered · {served} got one · {refused} did not · {tasks} tasks done · {failed} failed',
    hideCursor: true,
  });
  bar.start(customers, 0, counts);
  const taskNames = new Set(Object.values(topicNames) as string[]);
  return {
    listener: {
      step: ({ step, outcome }) => {
        if (!taskNames.has(step)) return;
        if (outcome === 'failed') counts.failed += 1;
        else counts.tasks += 1;
        bar.update(counts);
      },
      answered: ({ outcome }) => {
        counts[outcome === 'got one' ? 'served' : 'refused'] += 1;
        bar.increment(1, counts);
      },
    },
    end: () => bar.stop(),
  };
}
