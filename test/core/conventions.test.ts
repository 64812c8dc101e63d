// Conventions: what standards, tax offices and vendors publish, and what was computed by hand.
//
// `test/golden/conventions/NAME.json` is one case: a body of `POST /v1/quotes`, where it comes from,
// the computation with pen and paper, and the part of the answer that it decides. It is never written
// by the engine. `settings/NAME.json` is the worked example of one setting: one body, all choices.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { roundingModes, settingChoices } from '../../src/core/settings.js';
import { quoteOfBody } from '../support/quote-of-body.js';
import { defaultOf, figureOf, settingsRow, type WorkedExample } from '../support/settings-table.js';

interface Case {
  title: string;
  source: string;
  /** `name=choice`: what it is a case of. */
  setting: string;
  why: string;
  body: { settings?: Record<string, unknown> };
  expected: object;
}

const folder = new URL('../golden/conventions/', import.meta.url);

function read<Content>(subfolder: string): [string, Content][] {
  const place = new URL(subfolder, folder);
  return readdirSync(place)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(new URL(file, place), 'utf8')) as Content,
    ]);
}

const cases = read<Case>('./');
const examples = read<WorkedExample>('settings/');

describe('a published or hand-computed case', () => {
  test.each(cases)('%s', async (_, { body, expected }) => {
    expect(await quoteOfBody(body)).toMatchObject(expected);
  });

  test.each(cases)('names its source and its computation: %s', (_, given) => {
    expect(given.source).not.toBe('');
    expect(given.why).not.toBe('');
    const [name, choice] = given.setting.split('=') as [string, string];
    const set = given.body.settings?.[name];
    expect(String(set === undefined ? defaultOf(name) : set)).toBe(choice);
  });
});

/** Every choice that has to be shown; of what is not chosen from a list, the kinds of value. */
const allChoices: Record<string, readonly unknown[]> = {
  ...settingChoices,
  taxStep: [null, expect.any(String)],
  cashStep: [null, 'currency', expect.any(String)],
  cashRounding: roundingModes,
  couponsMax: [null, expect.any(Number)],
};

describe('the worked example of a setting', () => {
  const everyChoice = examples.flatMap(([, example]) =>
    example.choices.map((choice) => [example.setting, choice.choice, example, choice] as const),
  );

  test.each(everyChoice)('%s = %s', async (setting, choice, { bodies, figures }, { expected }) => {
    const found: number[] = [];
    for (const body of bodies) {
      const quote = await quoteOfBody({
        ...body,
        settings: { ...body.settings, [setting]: choice },
      });
      found.push(...figures.map((pointer) => figureOf(quote, pointer)));
    }
    expect(found).toEqual(expected);
  });

  test('is there for every setting, with every choice and the default', () => {
    const shown = Object.fromEntries(
      examples.map(([, { setting, choices }]) => [setting, choices.map(({ choice }) => choice)]),
    );
    for (const [setting, choices] of Object.entries(allChoices)) {
      expect(shown[setting], setting).toEqual(expect.arrayContaining([...choices]));
      expect(shown[setting], setting).toContain(defaultOf(setting));
    }
  });

  test.each(examples)('has other figures for every choice: %s', (_, { choices, same = [] }) => {
    const figures = new Set(choices.map(({ expected }) => expected.join()));
    const alike = same.reduce((sum, group) => sum + group.length - 1, 0);
    expect(figures.size).toBe(choices.length - alike);
  });
});

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  test.each(examples)('prints these figures: %s', (_, example) => {
    expect(readme).toContain(settingsRow(example));
  });
});
