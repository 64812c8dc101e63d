import { de } from './de.js';
import { en } from './en.js';
import type { LanguageFile } from './language-file.js';

/** The first is for everybody who speaks none of the others. */
export const all: readonly [LanguageFile, ...LanguageFile[]] = [en, de];
