// Issued documents: kept byte by byte, and never changed.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ArchiveReader,
  type ArchiveWriter,
  openArchiveReader,
  openArchiveWriter,
  prepareArchive,
} from '../../src/store/sqlite/document-archive.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

let folder: string;
let file: string;
let writer: ArchiveWriter;
let reader: ArchiveReader;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'documents.db');
  prepareArchive(file);
  writer = openArchiveWriter(file);
  reader = openArchiveReader(file);
});
afterEach(() => {
  reader.close();
  removeFolder(folder);
});

const kind = 'invoice-pdf' as const;
const pdf = (orderId: string, text: string) => ({ orderId, kind, bytes: Buffer.from(text) });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a document', () => {
  test('is not there before it is put', () => {
    expect(reader.has('order-1', 'invoice-pdf')).toBe(false);
    expect(reader.find('order-1', 'invoice-pdf')).toBeUndefined();
    expect(writer.find('order-1', 'invoice-pdf')).toBeUndefined();
  });

  test('is there from then on, for who writes and for who reads, with its SHA-256', () => {
    writer.put([pdf('order-1', '%PDF one'), pdf('order-2', '%PDF two')]);

    expect(writer.find('order-1', 'invoice-pdf')?.sha256).toBe(
      reader.find('order-1', 'invoice-pdf')?.sha256,
    );
    expect(reader.has('order-1', 'invoice-pdf')).toBe(true);
    expect(reader.find('order-1', 'invoice-pdf')).toEqual({
      bytes: Buffer.from('%PDF one'),
      sha256: sha256(Buffer.from('%PDF one')),
    });
    expect(reader.find('order-2', 'invoice-pdf')?.bytes.toString()).toBe('%PDF two');
    expect(reader.has('order-3', 'invoice-pdf')).toBe(false);
  });

  test('stays as it was issued, whatever is put in its place, and lets the rest in', () => {
    writer.put([pdf('order-1', 'issued')]);

    writer.put([pdf('order-1', 'changed'), pdf('order-2', 'new'), pdf('order-2', 'newer')]);

    expect(reader.find('order-1', 'invoice-pdf')).toEqual({
      bytes: Buffer.from('issued'),
      sha256: sha256(Buffer.from('issued')),
    });
    expect(reader.find('order-2', 'invoice-pdf')?.bytes.toString()).toBe('new');
  });

  test('is the same after the file was closed and prepared again', () => {
    writer.put([pdf('order-1', 'issued')]);
    reader.close();

    prepareArchive(file);
    reader = openArchiveReader(file);

    expect(reader.find('order-1', 'invoice-pdf')?.bytes.toString()).toBe('issued');
  });

  test('is issued once by two writers, whoever comes first', () => {
    const other = openArchiveWriter(file);

    other.put([pdf('order-1', 'by the other')]);
    writer.put([pdf('order-1', 'by the one')]);

    expect(writer.find('order-1', 'invoice-pdf')?.sha256).toBe(
      reader.find('order-1', 'invoice-pdf')?.sha256,
    );
    expect(reader.find('order-1', 'invoice-pdf')?.bytes.toString()).toBe('by the other');
  });
});

describe('properties', () => {
  test('any bytes come back as they were put, under their own SHA-256', () => {
    let made = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        made += 1;
        writer.put([{ orderId: `order-${made}`, kind, bytes }]);

        const kept = reader.find(`order-${made}`, 'invoice-pdf');
        expect(kept && Buffer.compare(kept.bytes, bytes)).toBe(0);
        expect(kept?.sha256).toBe(sha256(bytes));
      }),
      { numRuns: 50 },
    );
  });
});
