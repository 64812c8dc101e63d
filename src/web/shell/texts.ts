// The page's words. Each language is one file of `texts/`, loaded alone; the server has chosen it
// (cookie, then Accept-Language) and says so in `<html lang>`.

import type { Texts } from '../texts/en.js';
import { keepChoice } from './storage.js';

export type { Texts };

const loaders = import.meta.glob<{ texts: Texts }>('../texts/*.ts');

export const languages: readonly string[] = Object.keys(loaders)
  .map((path) => /(\w+)\.ts$/.exec(path)?.[1] as string)
  .sort();

export const language: string = languages.includes(document.documentElement.lang)
  ? document.documentElement.lang
  : 'en';

let loaded: Texts | null = null;

/** Before anything is drawn. */
export async function loadTexts(): Promise<void> {
  const load = loaders[`../texts/${language}.ts`];
  if (!load) throw new Error(`no texts in ${language}`);
  loaded = (await load()).texts;
}

/** The words of the visitor's language. */
export function texts(): Texts {
  if (!loaded) throw new Error('texts are read before they are loaded');
  return loaded;
}

/** Everything typed is kept by the forms themselves, so that a new load loses nothing. */
export function chooseLanguage(chosen: string): void {
  keepChoice('language', chosen);
  location.reload();
}

/** `{name}` → its value. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export interface Plural {
  one: string;
  other: string;
}

const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** The form that the count takes, with `{count}` filled in. */
export const counted = (forms: Plural, count: number): string =>
  fill(plurals.select(count) === 'one' ? forms.one : forms.other, { count: numbers.format(count) });
