/** Reads a text file, gzipped, zipped or neither, line by line in bounded memory. */

import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { RECORD_BYTES_MAX, type ReadingOptions, unpacked } from './csv-records.js';

/** Calls `receive` for every line that is not empty. @throws Error that names the line. */
export async function readLines(
  file: string,
  receive: (text: string, line: number) => void,
  { signal, progress, inspect }: ReadingOptions = {},
): Promise<void> {
  const streams = await unpacked(file, inspect);
  if (progress) streams[0]?.on('data', (chunk: Buffer) => progress(chunk.length));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let line = 1;
  const take = (text: string) => {
    if (text.length > RECORD_BYTES_MAX) {
      throw new Error(`is longer than ${RECORD_BYTES_MAX} characters`);
    }
    const trimmed = text.trim();
    if (trimmed !== '') receive(trimmed, line);
    line += 1;
  };
  const sink = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() as string;
      for (const text of lines) take(text);
      if (rest.length > RECORD_BYTES_MAX) take(rest);
    }
    rest += decoder.end();
    if (rest !== '') take(rest);
  };
  try {
    await pipeline([...streams, sink] as never, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`line ${line}: ${(error as Error).message}`, { cause: error });
  }
}
