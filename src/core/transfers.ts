// What goes in and out as files.

export const importKinds = ['products', 'prices', 'stock', 'promotions', 'customers'] as const;
export type ImportKind = (typeof importKinds)[number];

export const exportKinds = ['products', 'prices', 'stock', 'promotions', 'customers'] as const;
export type ExportKind = (typeof exportKinds)[number] | 'orders';

export const fileFormats = ['csv', 'ndjson'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** All rows of a file or none of them, or each row for itself. */
export const importModes = ['file', 'row'] as const;
export type ImportMode = (typeof importModes)[number];

/**
 * checking → refused | checked (a dry run) | applying → applied. What a process that ended left as
 * `checking` is `interrupted`: nothing of it was applied. What it left as `applying` goes on.
 */
export const importStates = [
  'checking',
  'refused',
  'checked',
  'applying',
  'applied',
  'interrupted',
] as const;
export type ImportState = (typeof importStates)[number];

export interface RowFault {
  line: number;
  column: string;
  value: string;
  reason: string;
}

export const transferLimits = {
  bytes: 1024 * 1024 * 1024,
  /** Of what an archive holds. */
  unpackedBytes: 2 * 1024 * 1024 * 1024,
  rows: 5_000_000,
  /** Right, wrong and empty ones. */
  lines: 10_000_000,
  /** Promotions are compared with one another, and all of them are in force at once. */
  promotions: 10_000,
  /** Faults that are told one by one; the others are counted. */
  faults: 100,
} as const;
