// Folders of tax data: the package's own, and one of the shop's whose files stand in their place.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TaxJurisdiction, TaxRules } from './core/tax/tax-rules.js';

/** A file of tax data that cannot be read; what it says is checked when the rules are compiled. */
export class TaxDataError extends Error {}

/** Beside them lie tables that serve all jurisdictions, in small letters. */
const JURISDICTION_FILE = /^[A-Z].*\.json$/;

/** Whatever the shop's own folder has stands for the package's of the same name. @throws TaxDataError */
export function readTaxes(packageFolder: string, ownFolder: string | null): TaxRules {
  const jurisdictions = readJurisdictions(packageFolder);
  if (ownFolder !== null) Object.assign(jurisdictions, readJurisdictions(ownFolder));
  const table = <Content>(name: string): Content => {
    const own = ownFolder === null ? null : join(ownFolder, name);
    return parse(own !== null && existsSync(own) ? own : join(packageFolder, name)) as Content;
  };
  return {
    jurisdictions,
    categories: table('categories.json'),
    determination: table('determination.json'),
  };
}

/** `TAX_DATA_DIR`, or `tax` in the data folder where there is one. */
export function ownTaxFolder({
  TAX_DATA_DIR,
  DATA_DIR,
}: Record<'TAX_DATA_DIR' | 'DATA_DIR', string>): string | null {
  if (TAX_DATA_DIR !== '') return resolve(TAX_DATA_DIR);
  const folder = resolve(DATA_DIR, 'tax');
  return existsSync(folder) ? folder : null;
}

/**
 * Jurisdictions by their names. A file holds one, or a list: a state and the places in it.
 * @throws TaxDataError that names the file.
 */
export function readJurisdictions(folder: string): Record<string, TaxJurisdiction> {
  const found = new Map<string, { file: string; jurisdiction: TaxJurisdiction }>();
  for (const file of fileNames(folder)) {
    for (const jurisdiction of [parse(join(folder, file))].flat()) {
      const name = nameOf(jurisdiction, join(folder, file));
      const other = found.get(name);
      if (other) throw new TaxDataError(`${join(folder, file)}: ${name} is in ${other.file} too`);
      found.set(name, { file, jurisdiction: jurisdiction as TaxJurisdiction });
    }
  }
  return Object.fromEntries([...found].map(([name, { jurisdiction }]) => [name, jurisdiction]));
}

function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => JURISDICTION_FILE.test(name))
      .sort();
  } catch (error) {
    throw new TaxDataError(`${folder} cannot be read: ${(error as Error).message}`);
  }
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TaxDataError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function nameOf(jurisdiction: unknown, file: string): string {
  const name = (jurisdiction as { jurisdiction?: unknown } | null)?.jurisdiction;
  if (typeof name === 'string' && name !== '') return name;
  throw new TaxDataError(`${file}: a jurisdiction has no name`);
}
