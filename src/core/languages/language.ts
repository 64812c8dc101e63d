import { all } from './all.js';
import type { LanguageFile } from './language-file.js';

/** The code of one of the language files. */
export type Language = string;

const byCode: ReadonlyMap<string, LanguageFile> = new Map(all.map((file) => [file.code, file]));

export const languages: readonly Language[] = [...byCode.keys()];

export const languageFile = (code: Language): LanguageFile => byCode.get(code) ?? all[0];

/** What a customer with an address there is written to in. */
export const languageOf = (country: string): Language =>
  (all.find(({ countries }) => countries.includes(country)) ?? all[0]).code;
