// A table that scrolls by itself where the window is narrow, reachable by keyboard then.

import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  label: string;
  isFigure?: boolean;
  cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  caption: string;
  isCaptionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
}

export function Table<Row>({ caption, columns, rows, keyOf, ...props }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section class="table-frame" tabIndex={0} aria-label={caption}>
      <table class="table">
        <caption class={props.isCaptionHidden ? 'visually-hidden' : ''}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label, isFigure }) => (
              <th key={label} scope="col" class={isFigure ? 'figure' : ''}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ label, isFigure, cell }) => (
                <td key={label} class={isFigure ? 'figure' : ''}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
