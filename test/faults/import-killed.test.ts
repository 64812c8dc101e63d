/**
 * The engine is killed while a file comes in. What had not begun to be applied is as if it had not been
 * sent, and says so; what had begun is applied to its end at the next start, each row once.
 */
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { offencesOf, readFrom } from '../support/sqlite-store.js';
import { until } from '../support/until.js';
import { Customers, skus } from './customers.js';
import { OPERATOR_KEY } from './engine-process.js';
import { Stage } from './setup.js';

const TEST_TIMEOUT_MS = 120_000;
const ROWS = 40_000;
const LEVEL = 7;
const PLENTY = 1_000_000;
const skuOf = (row: number) => `K-${String(row).padStart(6, '0')}`;
const rowsOf = (line: (sku: string) => string) =>
  Array.from({ length: ROWS }, (_, row) => line(skuOf(row))).join('');
const products = `sku,name,category,taxCategory,prices\n${rowsOf((sku) => `${sku},N,C,standard,EUR=1\n`)}`;
const levels = `sku,onHand\n${rowsOf((sku) => `${sku},${LEVEL}\n`)}`;

interface View {
  id: string;
  state: string;
  rows: number;
  applied: number;
}

const headers = { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'text/csv' };

async function send(url: string, kind: string, body: string): Promise<string> {
  const answer = await fetch(`${url}/v1/admin/imports/${kind}`, { method: 'POST', headers, body });
  expect(answer.status).toBe(202);
  return String(answer.headers.get('location'));
}

async function view(url: string, path: string): Promise<View> {
  return (await (await fetch(url + path, { headers })).json()) as View;
}

const inState = (url: string, path: string, state: string) =>
  until(
    `${path} to be ${state}`,
    async () => {
      const now = await view(url, path);
      return now.state === state ? now : undefined;
    },
    TEST_TIMEOUT_MS / 2,
  );

/** With the articles of the file in it. */
async function openStage() {
  const stage = await Stage.open();
  const { engine, client } = await stage.start();
  const url = await engine.ready;
  await inState(url, await send(url, 'products', products), 'applied');
  return { stage, engine, client, url, folder: join(stage.dataDir, 'imports') };
}

const ledgerOf = (stage: Stage) => join(stage.dataDir, 'ledger.db');
const levelsOf = (stage: Stage) =>
  readFrom(ledgerOf(stage), (db) =>
    db
      .prepare(
        `select on_hand as level, count(*) as rows from stock where sku like 'K-%' group by 1`,
      )
      .all(),
  );
const movesTwice = (stage: Stage) =>
  readFrom(ledgerOf(stage), (db) =>
    db
      .prepare(`select sku from stock_moves where sku like 'K-%' group by sku having count(*) > 1`)
      .all(),
  );

test(
  'in the middle of its rows, it goes on where it was at the next start',
  async () => {
    const { stage, engine, client, url, folder } = await openStage();
    for (const sku of skus) await client.setStock(sku, PLENTY);
    // Beside orders a file comes in slowly, so that it can be met in its middle.
    const customers = new Customers(client, 1);
    customers.start(4);
    const path = await send(url, 'stock', levels);
    const met = await until(
      'some of its rows',
      async () => {
        const now = await view(url, path);
        return now.applied > 0 ? now : undefined;
      },
      TEST_TIMEOUT_MS / 2,
    );
    await engine.kill();
    await customers.gone();
    expect(met.applied).toBeLessThan(ROWS);

    const next = await stage.start();
    const done = await inState(await next.engine.ready, path, 'applied');

    expect(done).toMatchObject({ rows: ROWS, applied: ROWS });
    await until('its files gone', () => readdirSync(folder).length === 0);
    await next.engine.kill();
    expect(levelsOf(stage)).toEqual([{ level: LEVEL, rows: ROWS }]);
    expect(movesTwice(stage)).toEqual([]);
    expect(offencesOf(ledgerOf(stage))).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'while it is checked, it is interrupted, nothing of it is there, and it can be sent again',
  async () => {
    const { stage, engine, url, folder } = await openStage();
    const path = await send(url, 'stock', levels);
    expect((await view(url, path)).state).toBe('checking');
    await engine.kill();

    const next = await stage.start();
    const again = await next.engine.ready;
    expect(await view(again, path)).toMatchObject({ state: 'interrupted', applied: 0 });
    expect(readdirSync(folder)).toEqual([]);
    expect(levelsOf(stage)).toEqual([{ level: 0, rows: ROWS }]);

    await inState(again, await send(again, 'stock', levels), 'applied');
    await next.engine.kill();
    expect(levelsOf(stage)).toEqual([{ level: LEVEL, rows: ROWS }]);
    expect(offencesOf(ledgerOf(stage))).toEqual([]);
  },
  TEST_TIMEOUT_MS,
);

test(
  'while it arrives, nothing of it is kept',
  async () => {
    const stage = await Stage.open();
    const { engine } = await stage.start();
    const { hostname, port } = new URL(await engine.ready);
    const folder = join(stage.dataDir, 'imports');
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    const head = Object.entries({ host: 'shop', ...headers, 'content-length': levels.length });
    const lines = ['POST /v1/admin/imports/stock HTTP/1.1', ...head.map((pair) => pair.join(': '))];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${levels.slice(0, 10_000)}`);
    await until('its beginning', () => readdirSync(folder).length > 0);
    await engine.kill();
    expect(readdirSync(folder)).toHaveLength(1);

    const next = await stage.start();
    await next.engine.ready;

    await until('its files gone', () => readdirSync(folder).length === 0);
  },
  TEST_TIMEOUT_MS,
);
