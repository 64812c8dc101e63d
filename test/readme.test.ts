// README.md promises every setting with its default: the table and the schema say the same.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../src/config/settings.js';

interface Row {
  name: string;
  /** What the table says of the default, without backticks. */
  shown: string;
}

/** Blocks of lines that begin with a bar. */
const tablesOf = (markdown: string): string[][] =>
  markdown
    .split(/\n(?!\|)/)
    .map((block) => block.split('\n').filter((row) => row.startsWith('|')))
    .filter((rows) => rows.length > 0);

/** A bar inside of a cell is written `\|`. */
const cellsOf = (row: string): string[] =>
  row.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim());

/** `| \`PORT\` | 3000 | text |`; the heading and the line under it name nothing. */
function rowOf(line: string): Row[] {
  const [, first = '', shown = ''] = cellsOf(line);
  const name = /^`([A-Z][A-Z0-9_]*)`$/.exec(first)?.[1];
  return name === undefined ? [] : [{ name, shown: shown.replaceAll('`', '') }];
}

/** The rows of every table that names at least one setting: there may be a table a topic. */
function settingRows(markdown: string, isSetting: (name: string) => boolean): Row[] {
  const tables = tablesOf(markdown).map((table) => table.flatMap(rowOf));
  return tables.filter((rows) => rows.some(({ name }) => isSetting(name))).flat();
}

/** Defaults that the machine decides are told in words. */
const inWords: Record<string, RegExp> = {
  QUOTE_THREADS: /processors|cores|CPU/i,
  INVOICE_THREADS: /processors|cores|CPU/i,
};

const withoutSeparators = (text: string): string =>
  text.replace(/(?<=\d)[,_\u2009\u202f ](?=\d{3})/g, '');

/** Tolerant of wording: `4,096`, `true unless …`, an empty cell or a dash for what is not set. */
function isShown({ name, shown }: Row, value: unknown): boolean {
  const words = inWords[name];
  if (words) return words.test(shown);
  if (value === '')
    return /^(|[-–—]|["']{2}|\(?(none|empty|not set|unset|off)\)?\b.*)$/i.test(shown);
  if (typeof value === 'boolean') {
    return (value ? /^(true|on|yes)\b/i : /^(false|off|no)\b/i).test(shown);
  }
  if (typeof value === 'number') return /^\d+/.exec(withoutSeparators(shown))?.[0] === `${value}`;
  return shown.split(/[\s(]/)[0] === value;
}

const settings = Object.entries(settingsSchema.properties) as [string, { default?: unknown }][];
const isSetting = (name: string): boolean => name in settingsSchema.properties;

describe('the configuration table of README.md', () => {
  const readme = () =>
    settingRows(readFileSync(new URL('../README.md', import.meta.url), 'utf8'), isSetting);

  test('names every setting once, and nothing that is none', () => {
    const named = readme().map(({ name }) => name);
    expect([...named].sort()).toEqual(settings.map(([name]) => name).sort());
  });

  test.each(settings)('shows the default of %s', (name, { default: value }) => {
    const row = readme().find((candidate) => candidate.name === name);
    expect(row, `README.md has no row for ${name}`).toBeDefined();
    expect(isShown(row as Row, value), `${name} is shown as "${row?.shown}", not ${value}`).toBe(
      true,
    );
  });
});

describe('a configuration table', () => {
  test('is told from other tables by the settings that it names', () => {
    const markdown = [
      '| code | meaning |',
      '| --- | --- |',
      '| `EUR` | euro |',
      '',
      '| setting | default | meaning |',
      '| --- | --- | --- |',
      '| `PORT` | 3000 | text |',
      '| `GONE` | `a\\|b` | text |',
    ].join('\n');
    expect(settingRows(markdown, isSetting)).toEqual([
      { name: 'PORT', shown: '3000' },
      { name: 'GONE', shown: 'a|b' },
    ]);
  });

  test.each<[string, unknown, boolean]>([
    ['3000', 3000, true],
    ['3,000', 3000, true],
    ['900000 (15 min)', 900_000, true],
    ['300', 3000, false],
    ['30000', 3000, false],
    ['info', 'info', true],
    ['information', 'info', false],
    ['true unless NODE_ENV=production', true, true],
    ['false', true, false],
    ['–', '', true],
    ['', '', true],
    ['var', '', false],
    ['', 'var', false],
  ])('%j for %j: %j', (shown, value, expected) => {
    expect(isShown({ name: 'PORT', shown }, value)).toBe(expected);
  });
});
