// The README's table of settings, from the worked examples in `test/golden/conventions/settings/`.

import { formatMoney } from '../../src/core/money.js';
import type { Quote } from '../../src/core/quote.js';
import { defaultSettings } from '../../src/core/settings.js';

/** The same bodies, mostly one, computed under every choice of one setting. */
export interface WorkedExample {
  setting: string;
  /** What the setting decides. */
  question: string;
  source: string;
  /** The bodies in words. */
  example: string;
  why: string;
  bodies: { currency: string; settings?: Record<string, unknown> }[];
  /** JSON pointers to the amounts that differ. */
  figures: string[];
  choices: Choice[];
  /** Choices that cannot differ here, as `why` says. */
  same?: string[][];
}

interface Choice {
  choice: string | number | null;
  /** The computation. */
  why: string;
  /** Every figure of every body, in order. */
  expected: number[];
}

/** The amount at a JSON pointer; what is absent is nothing. */
export function figureOf(quote: Quote, pointer: string): number {
  const keys = pointer.slice(1).split('/');
  const at = (part: unknown, key: string) => (part as Record<string, unknown> | undefined)?.[key];
  return (keys.reduce(at, quote as unknown) as number | undefined) ?? 0;
}

/** By the name that a body has for it: `taxStep` stands for `taxStepMicros`. */
export function defaultOf(setting: string): unknown {
  const settings = defaultSettings as unknown as Record<string, unknown>;
  return setting in settings ? settings[setting] : settings[`${setting}Micros`];
}

/** A row of the table: setting, what it decides, the example, each choice with its figures. */
export function settingsRow({
  setting,
  question,
  example,
  bodies,
  choices,
}: WorkedExample): string {
  const currency = bodies[0]?.currency ?? 'EUR';
  const printed = choices.map(({ choice, expected }) => {
    const name = `\`${choice}\``;
    const figures = expected.map((amount) => formatMoney({ amount, currency }).split(' ')[0]);
    return `${choice === defaultOf(setting) ? `**${name}**` : name} ${figures.join(', ')}`;
  });
  return `| \`${setting}\` | ${question} | ${example} | ${printed.join('<br>')} |`;
}
