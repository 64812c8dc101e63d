// `orderloom import` watches a file that is in; the shop may be started again meanwhile.

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { run } from '../support/command-line.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const file = join(folder, 'stock.csv');
writeFileSync(file, 'sku,onHand\nA,1\n');
let server: Server | undefined;
afterEach(() => server?.close());
afterAll(() => removeFolder(folder));

const view = (state: string) =>
  JSON.stringify({
    id: 'I',
    state,
    rows: 1,
    applied: 1,
    errors: [],
    errorCount: 0,
    exceptions: [],
  });

/** A shop that takes the file; what it says of it afterwards is `answers`'s. */
async function shopThat(answers: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    if (request.method === 'GET') return answers(request, response);
    request.resume().on('end', () => response.writeHead(202).end(view('checking')));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const imported = async (url: string) =>
  run(['import', 'stock', file], {
    ORDERLOOM_URL: url,
    ORDERLOOM_OPERATOR_KEY: 'a-key-that-is-long-enough',
  });

test('a shop that is gone for a moment is asked again', async () => {
  let looks = 0;
  const url = await shopThat((request, response) => {
    looks += 1;
    if (looks === 2) request.socket.destroy();
    else response.end(view(looks < 3 ? 'applying' : 'applied'));
  });

  expect(await imported(url)).toMatchObject({ code: 0, stdout: '1 row applied\n' });
  expect(looks).toBe(3);
}, 30_000);

test('one that was killed before it began to apply says that nothing was', async () => {
  const url = await shopThat((_request, response) => void response.end(view('interrupted')));

  expect(await imported(url)).toMatchObject({
    code: 1,
    stdout: 'interrupted: nothing was applied\n',
  });
}, 30_000);

test('a refusal is told at once', async () => {
  let looks = 0;
  const url = await shopThat((_request, response) => {
    looks += 1;
    response.writeHead(404).end(JSON.stringify({ title: 'There is no such thing.' }));
  });
  const { code, stderr } = await imported(url);

  expect([code, looks]).toEqual([1, 1]);
  expect(stderr).toContain('There is no such thing.');
}, 30_000);
