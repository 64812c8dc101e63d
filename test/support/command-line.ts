/** The compiled command line, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from './until.js';

const CLI = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  /** Where it says that it listens. */
  url(): Promise<string>;
  stdout(): string;
  pid: number;
  signal(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

/** Only the settings that are given: nothing leaks in from the environment of the tests. */
export function start(words: readonly string[], settings: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [CLI, ...words], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = endOf(child, output);
  return {
    ended,
    stdout: () => output.stdout,
    pid: child.pid as number,
    signal: (signal) => void child.kill(signal),
    url: () =>
      until(`the address of ${words.join(' ')}`, () => {
        if (child.exitCode !== null) throw new Error(`it ended: ${output.stderr}`);
        return /https?:\/\/[\d.:]+/.exec(output.stdout)?.[0];
      }),
  };
}

async function endOf(child: ChildProcess, output: { stdout: string; stderr: string }) {
  // `close` comes after the last of what it has written.
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...output };
}

export const run = (words: readonly string[], settings?: Record<string, string>): Promise<Ended> =>
  start(words, settings).ended;
