/** The attackers' tools as tests run them: each leaves its words and its report in a folder. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const TOOL_TIMEOUT_MS = 590_000;

/** `ATTACK_REPORTS` keeps what they report. */
const kept = process.env.ATTACK_REPORTS;
let made: string | null = null;

/** Made when it is first needed. */
function folder(): string {
  made ??= kept === undefined ? temporaryFolder() : resolve(kept);
  mkdirSync(made, { recursive: true });
  return made;
}

/** A file in that folder. */
export const reportOf = (name: string): string => join(folder(), name);

export function removeReports(): void {
  if (kept === undefined) removeFolder(folder());
}

const isInstalled = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** A tool's whole output, however it ends. */
export function run(tool: string, options: string[], name = tool): Promise<string> {
  return new Promise((done) => {
    execFile(
      tool,
      options,
      {
        cwd: folder(),
        timeout: TOOL_TIMEOUT_MS,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, HOME: folder() },
      },
      (_error, stdout, stderr) => {
        const output = stripVTControlCharacters(`${stdout}\n${stderr}`);
        writeFileSync(reportOf(`${name.replaceAll(/\W+/g, '-')}.log`), output);
        done(output);
      },
    );
  });
}

/** A test with a tool, which fails where it is not installed. */
export function attack(tool: string, title: string, body: () => Promise<void>): void {
  const installed = async () => {
    expect(isInstalled(tool), `${tool} is not installed: apt-get install ${tool}`).toBe(true);
    await body();
  };
  test(`${tool} ${title}`, installed, TOOL_TIMEOUT_MS + 20_000);
}

/** What ffuf found with the words; `FUZZ` in the options stands for each. */
export async function ffuf(name: string, words: string[], options: string[]) {
  const list = reportOf(`${name}.words.txt`);
  const report = reportOf(`${name}.json`);
  writeFileSync(list, [...new Set(words)].join('\n'));
  await run(
    'ffuf',
    [...['-w', list, '-t', '8', '-maxtime', '60', '-of', 'json', '-o', report, '-s'], ...options],
    name,
  );
  return (JSON.parse(readFileSync(report, 'utf8')) as Found).results;
}

interface Found {
  results: { url: string; status: number }[];
}
