/** Finds the data set's columns by their names in the header and turns a record into a row. */
import { parseMicros, parseWhole } from './decimal.js';

const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Description',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

type Column = (typeof COLUMNS)[number];

export interface Row {
  readonly invoice: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMicros: bigint;
  readonly customerId: string;
  readonly country: string;
}

export type RowReader = (cells: readonly string[]) => Row;

/** The columns may stand in any order and have others between them, but each exactly once. */
export function rowReader(header: readonly string[]): RowReader {
  const names = header.map((name) => name.trim());
  const indexes = Object.fromEntries(
    COLUMNS.map((column) => [column, indexOf(names, column)]),
  ) as Record<Column, number>;
  return (cells) => {
    if (cells.length !== names.length) {
      throw new Error(`${cells.length} columns where the header has ${names.length}`);
    }
    return toRow((column) => cells[indexes[column]]?.trim() ?? '');
  };
}

function indexOf(names: readonly string[], column: Column): number {
  const index = names.indexOf(column);
  if (index === -1) throw new Error(`the header has no column ${column}`);
  if (names.indexOf(column, index + 1) !== -1) {
    throw new Error(`the header has the column ${column} twice`);
  }
  return index;
}

function toRow(cell: (column: Column) => string): Row {
  return {
    invoice: cell('InvoiceNo'),
    sku: cell('StockCode'),
    description: cell('Description').replace(/\s+/g, ' '),
    quantity: parseWhole('Quantity', cell('Quantity')),
    unitPriceMicros: parseMicros('UnitPrice', cell('UnitPrice')),
    // Spreadsheets write a column of numbers with gaps as decimals: 17850.0.
    customerId: cell('CustomerID').replace(/\.0+$/, ''),
    country: cell('Country'),
  };
}
