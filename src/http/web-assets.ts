// What Vite has built for browsers: the pages' HTML, and which chunk holds which language's texts.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WebAssets {
  /** Where the scripts and styles are whose names carry a hash. */
  folder: string;
  /** HTML by the page's name: `index`, `ops`. */
  pages: ReadonlyMap<string, string>;
  /** Languages that there are texts in, each with the address of its chunk. */
  languages: ReadonlyMap<string, string>;
}

interface Manifest {
  [source: string]: { file: string };
}

const TEXTS = /^texts\/([a-z]{2,3})\.ts$/;

/** @throws Error that says what to do where nothing is built. */
export function readWebAssets(folder: string): WebAssets {
  const manifestFile = join(folder, 'manifest.json');
  if (!existsSync(manifestFile)) {
    throw new Error(`the pages are not built: ${manifestFile} is missing; run npm run build`);
  }
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const languages = Object.entries(manifest).flatMap(([source, { file }]) => {
    const language = TEXTS.exec(source)?.[1];
    return language === undefined ? [] : [[language, `/${file}`] as const];
  });
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .map(
      (name) => [name.slice(0, -'.html'.length), readFileSync(join(folder, name), 'utf8')] as const,
    );
  return { folder: join(folder, 'assets'), pages: new Map(pages), languages: new Map(languages) };
}
