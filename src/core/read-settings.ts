// Settings as they are written, in a shop's file, a request or an answer ⇄ settings as they are applied.
// Every mistake is named with its place, not just the first.

import { formatMicros, parseMicros } from './decimal.js';
import { microsPerMinor } from './money.js';
import type { RuleFault } from './rule-faults.js';
import { defaultSettings, roundingModes, type Settings, settingChoices } from './settings.js';

/** How a setting is written: choices by name, steps as decimal strings in major units. */
export type WrittenSettings = Readonly<Record<string, unknown>>;

const choices: Readonly<Record<string, readonly unknown[]>> = {
  ...settingChoices,
  cashRounding: roundingModes,
};

const counts: Readonly<Record<string, { max: number; isNullable: boolean }>> = {
  couponsMax: { max: Number.MAX_SAFE_INTEGER, isNullable: true },
  dealSteps: { max: 1_000_000, isNullable: false },
};

/** Steps have to fit the minor units of all `currencies`. What is wrong is left out of the settings. */
export function readSettings(
  written: WrittenSettings,
  currencies: readonly string[],
  pointer = '',
): { settings: Partial<Settings>; faults: RuleFault[] } {
  const settings: Record<string, unknown> = {};
  const faults: RuleFault[] = [];
  for (const [name, value] of Object.entries(written)) {
    if (value === undefined) continue;
    if (name === 'taxStep' || name === 'cashStep') {
      const read = readStep(name, value, currencies);
      if ('fault' in read) faults.push({ pointer: `${pointer}/${name}`, detail: read.fault });
      else settings[`${name}Micros`] = read.step;
      continue;
    }
    const fault = faultOf(name, value);
    if (fault === null) settings[name] = value;
    else faults.push({ pointer: `${pointer}/${name}`, detail: fault });
  }
  return { settings: settings as Partial<Settings>, faults };
}

/** Those that are not the default, in the form in which `readSettings` reads them. */
export function writeSettings(settings: Settings): WrittenSettings {
  const written: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (value === defaultSettings[name as keyof Settings]) continue;
    const isStep = name === 'taxStepMicros' || name === 'cashStepMicros';
    if (!isStep) written[name] = value;
    else
      written[name.slice(0, -'Micros'.length)] =
        typeof value === 'number' ? formatMicros(value) : value;
  }
  return written;
}

function faultOf(name: string, value: unknown): string | null {
  if (Object.hasOwn(choices, name)) {
    const offered = choices[name] as readonly unknown[];
    return offered.includes(value) ? null : `must be one of ${offered.join(', ')}`;
  }
  if (!Object.hasOwn(counts, name)) return 'is no setting';
  const { max, isNullable } = counts[name] as { max: number; isNullable: boolean };
  if (isNullable && value === null) return null;
  const isCount = Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= max;
  const orNull = isNullable ? ', or null' : ` up to ${max}`;
  return isCount ? null : `must be a whole number${orNull}`;
}

type Step = { step: number | 'currency' | null } | { fault: string };

/** A step divides the minor unit or is a multiple of it; of cash there is no part of a minor unit. */
function readStep(
  name: 'taxStep' | 'cashStep',
  value: unknown,
  currencies: readonly string[],
): Step {
  if (value === null) return { step: null };
  if (name === 'cashStep' && value === 'currency') return { step: 'currency' };
  if (typeof value !== 'string')
    return { fault: 'must be a decimal string in major units, or null' };
  const parsed = parseMicros(value);
  if (!parsed.ok) return { fault: parsed.refusal };
  const step = parsed.value;
  if (step === 0) return { fault: 'must be more than 0' };
  for (const currency of currencies) {
    const perMinor = microsPerMinor(currency);
    if (step % perMinor === 0) continue;
    if (perMinor % step !== 0)
      return {
        fault: `"${value}" neither divides the minor unit of ${currency} nor is a multiple of it`,
      };
    if (name === 'cashStep')
      return { fault: `"${value}" is finer than the minor unit of ${currency}` };
  }
  return { step };
}
