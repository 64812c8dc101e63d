// `npm run test:attack`: the attackers' own tools (Debian packages wapiti, sqlmap, slowhttptest and
// ffuf) against a started shop. They find nothing, and the shop takes orders as before. Runs bounded
// in count and time, on this machine alone. A tool that is not installed is skipped by name.

import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { startShop, type TestShop } from '../support/shop.js';
import { removeFolder, temporaryFolder } from '../support/temporary-folder.js';

const isAsked = process.env.ATTACK === 'true';
const TOOL_TIMEOUT_MS = 280_000;

let shop: TestShop;
let folder: string;
let order: { id: string; accessToken: string };

const isInstalled = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/** A tool's whole output, however it ends. */
function run(tool: string, options: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      tool,
      options,
      {
        cwd: folder,
        timeout: TOOL_TIMEOUT_MS,
        maxBuffer: 64 * 1024 * 1024,
        env: { ...process.env, HOME: folder },
      },
      (_error, stdout, stderr) => resolve(`${stdout}\n${stderr}`),
    );
  });
}

function attack(tool: string, title: string, body: () => Promise<void>): void {
  const isThere = isInstalled(tool);
  const name = isThere ? `${tool} ${title}` : `${tool} is not installed (apt-get install ${tool})`;
  test.skipIf(!isThere)(name, body, TOOL_TIMEOUT_MS + 20_000);
}

describe.skipIf(!isAsked)('the tools of attackers', () => {
  beforeAll(async () => {
    folder = temporaryFolder();
    shop = await startShop({
      RATE_LIMIT: 'off',
      HEADERS_TIMEOUT_MS: '2000',
      REQUEST_TIMEOUT_MS: '4000',
    });
    order = (await shop.client.place(orderBody())).body;
  });
  afterAll(async () => {
    const placed = await shop.client.place(orderBody());
    expect(placed.status).toBe(201);
    expect((await shop.client.get('/readyz')).status).toBe(200);
    await shop.end();
    removeFolder(folder);
  });

  attack('wapiti', 'finds no weakness in pages and answers', async () => {
    const report = join(folder, 'wapiti.json');
    await run('wapiti', [
      ...['--url', `${shop.engine.url}/docs`, '--scope', 'domain'],
      ...['--start', `${shop.engine.url}/orders/${order.id}?token=${order.accessToken}`],
      ...['--start', `${shop.engine.url}/v1/products?q=mug&limit=2`],
      ...['--module', 'common', '--flush-session', '--max-scan-time', '120'],
      ...['--max-attack-time', '60', '--format', 'json', '--output', report],
    ]);
    const found = JSON.parse(readFileSync(report, 'utf8')) as {
      vulnerabilities: Record<string, { level: number; info: string; path: string }[]>;
      anomalies: Record<string, { info: string; path: string }[]>;
    };

    const weak = Object.entries({ ...found.vulnerabilities, ...found.anomalies }).flatMap(
      ([kind, list]) => list.map(({ info, path }) => `${kind} ${path}: ${info}`),
    );
    // Its filter is gone from browsers, and could itself be misused: `0` is the advice of OWASP.
    expect(weak.filter((found) => !found.includes('X-XSS-Protection'))).toEqual([]);
  });

  attack('sqlmap', 'injects into no parameter of queries, paths and bodies', async () => {
    const quote = {
      currency: 'EUR',
      country: 'DE',
      lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
      coupons: ['A'],
    };
    const targets = [
      ['-u', `${shop.engine.url}/v1/products?q=mug&limit=2&cursor=A`],
      ['-u', `${shop.engine.url}/v1/products/MUG-BLUE*`],
      [
        '-u',
        `${shop.engine.url}/v1/orders?state=confirmed&cursor=A*`,
        '-H',
        `Authorization: Bearer ${OPERATOR_KEY}`,
      ],
      [
        '-u',
        `${shop.engine.url}/v1/quotes`,
        '--data',
        JSON.stringify(quote),
        '-H',
        'Content-Type: application/json',
      ],
    ];
    for (const target of targets) {
      const output = await run('sqlmap', [
        ...target,
        ...['--batch', '--level', '2', '--risk', '2', '--dbms', 'sqlite', '--flush-session'],
        ...['--ignore-code', '400,404,422', '--threads', '4', '--timeout', '5', '--retries', '1'],
        ...['--output-dir', join(folder, 'sqlmap')],
      ]);
      expect(output).toMatch(/do(es)? not appear to be injectable|not injectable/);
      expect(output).not.toMatch(/Parameter: .*\n\s+Type: |is vulnerable/);
    }
  });

  attack(
    'slowhttptest',
    'does not take the shop down with slow headers, bodies and reads',
    async () => {
      for (const kind of ['-H', '-B', '-X']) {
        const running = run('slowhttptest', [
          ...[
            kind,
            '-c',
            '500',
            '-r',
            '250',
            '-i',
            '2',
            '-l',
            '15',
            '-p',
            '5',
            '-x',
            '24',
            '-t',
            'GET',
          ],
          ...['-u', `${shop.engine.url}/v1/products`],
        ]);
        const placed = await shop.client.place(orderBody());
        expect(placed.status).toBe(201);
        const output = await running;
        expect(output).toContain('service available:');
        expect(stripVTControlCharacters(output)).toMatch(/service available:\s*YES/);
      }
    },
  );

  attack('ffuf', 'finds nothing that the document does not name', async () => {
    const words = [
      ...[
        '.git/config',
        '.env',
        'admin',
        'backup.zip',
        'config.json',
        'debug',
        'server-status',
        'wp-login.php',
      ],
      ...[
        'package.json',
        'node_modules',
        'src/main.ts',
        'var/ledger.db',
        'ledger.db',
        'metrics',
        'v1',
        'v1/admin',
      ],
      ...[
        '..%2f..%2fetc%2fpasswd',
        '%2e%2e/%2e%2e/etc/passwd',
        'v1/orders/..%2fadmin',
        'static/../package.json',
      ],
      ...[
        'v1/customers',
        'v1/users',
        'graphql',
        'swagger.json',
        'api-docs',
        'v1/internal',
        'test',
        'phpinfo.php',
      ],
      ...(readFileSync(new URL('../../data/settings.json', import.meta.url), 'utf8').match(
        /\w{4,}/g,
      ) ?? []),
    ];
    const list = join(folder, 'words.txt');
    const report = join(folder, 'ffuf.json');
    writeFileSync(list, [...new Set(words)].join('\n'));
    await run('ffuf', [
      ...['-w', list, '-u', `${shop.engine.url}/FUZZ`, '-mc', '200-399,500-599', '-t', '8'],
      ...['-maxtime', '60', '-of', 'json', '-o', report, '-s'],
    ]);
    const { body } = await shop.client.get<OpenApiDocument>('/openapi.json');
    const named = new Set(operationsOf(body).map(({ path }) => path));

    const { results } = JSON.parse(readFileSync(report, 'utf8')) as {
      results: { url: string; status: number }[];
    };
    const unnamed = results.filter(({ url }) => !named.has(new URL(url).pathname));
    expect(unnamed.map(({ url, status }) => `${status} ${url}`)).toEqual([]);
  });
});
