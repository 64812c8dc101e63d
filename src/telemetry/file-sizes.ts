// How large a database and its write-ahead log are.

import { stat } from 'node:fs/promises';

export interface FileSizes {
  bytes: number;
  walBytes: number;
}

export async function fileSizes(file: string): Promise<FileSizes> {
  const [bytes, walBytes] = await Promise.all([file, `${file}-wal`].map(sizeOf));
  return { bytes: bytes ?? 0, walBytes: walBytes ?? 0 };
}

/** A log that is not there is empty. */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
