// Reads a PDF with a reader that is not ours.

import { inflateSync } from 'node:zlib';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

interface Word {
  text: string;
  x: number;
  y: number;
}

/** Each page as rows from top to bottom, the cells of a row from left to right. */
export async function pagesOf(pdf: Buffer): Promise<string[][]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages: string[][] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ disableNormalization: true });
    pages.push(
      rowsOf(
        items.flatMap((item) =>
          'str' in item && item.str !== ''
            ? [{ text: item.str, x: item.transform[4] as number, y: item.transform[5] as number }]
            : [],
        ),
      ),
    );
  }
  await document.destroy();
  return pages;
}

/** Where each text ends, in points from the left. */
export async function rightEdges(pdf: Buffer): Promise<number[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const edges: number[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    for (const item of items)
      if ('str' in item && item.str.trim() !== '') edges.push(item.transform[4] + item.width);
  }
  await document.destroy();
  return edges;
}

function rowsOf(words: readonly Word[]): string[] {
  const rows = new Map<number, Word[]>();
  for (const word of words) {
    const y = Math.round(word.y);
    rows.set(y, [...(rows.get(y) ?? []), word]);
  }
  return [...rows]
    .sort(([a], [b]) => b - a)
    .map(([, row]) => {
      const cells = [...row].sort((a, b) => a.x - b.x).map(({ text }) => text);
      return cells.join('|').replace(/(\| *)+\|/g, '|');
    });
}

export const rowsOfAll = async (pdf: Buffer): Promise<string[]> => (await pagesOf(pdf)).flat();

/** All text without blanks and breaks: for what may be wrapped or set in several fonts. */
export const squeezed = (rows: readonly string[]): string => rows.join('').replace(/[\s|]+/g, '');

/** Each object's bytes, found by the table of places alone. @throws where a place is wrong. */
export function objectsOf(pdf: Buffer): Map<number, string> {
  const text = pdf.toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const table = /^xref\n0 (\d+)\n0000000000 65535 f \n((?:\d{10} 00000 n \n)*)trailer/.exec(
    text.slice(start),
  );
  if (!table) throw new Error('The file has no table of places where it says');
  const offsets = [...(table[2] as string).matchAll(/^\d{10}/gm)].map(Number);
  if (offsets.length + 1 !== Number(table[1])) throw new Error('The table counts wrongly');
  return new Map(
    offsets.map((offset, index) => {
      const object = text.slice(offset);
      if (!object.startsWith(`${index + 1} 0 obj\n`)) throw new Error(`${index + 1} is elsewhere`);
      return [index + 1, object.slice(0, object.indexOf('\nendobj\n'))];
    }),
  );
}

/** What is drawn, page by page. */
export function contentsOf(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  return [...objects.values()].flatMap((object) => {
    const contents = /\/Type\/Page\/.*\/Contents (\d+) 0 R/.exec(object)?.[1];
    return contents === undefined ? [] : [inflated(objects.get(Number(contents)) as string)];
  });
}

export function inflated(object: string): string {
  const start = object.indexOf('stream\n') + 'stream\n'.length;
  return inflateSync(Buffer.from(object.slice(start), 'latin1')).toString('latin1');
}
