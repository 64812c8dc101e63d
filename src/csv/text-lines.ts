/** Reads a text file, gzipped, zipped or neither, line by line in bounded memory. */

import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { RECORD_BYTES_MAX, type ReadingOptions, unpacked } from './csv-records.js';

/** Calls `receive` for every line that is not empty. @throws Error that names the line. */
export async function readLines(
  file: string,
  receive: (text: string, line: number) => void,
  { signal, progress }: ReadingOptions = {},
): Promise<void> {
  const streams = await unpacked(file);
  if (progress) streams[0]?.on('data', (chunk: Buffer) => progress(chunk.length));
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let line = 0;
  const take = (text: string) => {
    line += 1;
    if (text.length > RECORD_BYTES_MAX) {
      throw new Error(`line ${line}: is longer than ${RECORD_BYTES_MAX} characters`);
    }
    const trimmed = text.trim();
    if (trimmed !== '') receive(trimmed, line);
  };
  const sink = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() as string;
      for (const text of lines) take(text);
      if (rest.length > RECORD_BYTES_MAX) take(rest);
    }
    if (rest !== '') take(rest + decoder.end());
  };
  await pipeline([...streams, sink] as never, signal === undefined ? {} : { signal });
}
