/** `npm run client`: writes the types of the client from the OpenAPI document of a shop of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { startEngine } from '../src/main.js';
import { type ClientDocument, formatted, writeClient } from './client/write-client.js';

const FILE = fileURLToPath(new URL('../../src/web/client/schema.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'orderloom-client-'));
const config = readConfig({ PORT: '0', DATA_DIR: folder, DEMO: 'true' });
const engine = await startEngine(config, pino({ level: 'silent' }), '0.0.0');
try {
  const answer = await fetch(`${engine.url}/openapi.json`);
  const document = (await answer.json()) as ClientDocument;
  writeFileSync(FILE, formatted(writeClient(document)));
  process.stdout.write(`${FILE}\n`);
} finally {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}
