// `npm run test:attack`: the attackers' own tools (Debian packages wapiti, sqlmap, slowhttptest and
// ffuf) against a started shop: as nobody, as a customer and as an operator. They find nothing, and the
// shop takes orders as before. Runs bounded in count and time, on this machine alone. A tool that is not
// installed is a failure that says so. `ATTACK_REPORTS` is a folder that keeps what the tools report.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { SESSION_COOKIE } from '../../src/http/cookies.js';
import { OPERATOR_KEY, orderBody } from '../support/http-client.js';
import { type OpenApiDocument, operationsOf } from '../support/openapi.js';
import { type Person, signedIn } from '../support/people.js';
import { startShop, type TestShop } from '../support/shop.js';
import { attack, ffuf, removeReports, reportOf, run } from './tools.js';

const isAsked = process.env.ATTACK === 'true';

let shop: TestShop;
let person: Person;
let order: { id: string; accessToken: string };
let cartId: string;

const url = (path: string): string => `${shop.engine.url}${path}`;
const bearer = (key: string): string => `Authorization: Bearer ${key}`;

describe.skipIf(!isAsked)('the tools of attackers', () => {
  beforeAll(async () => {
    shop = await startShop(
      {
        RATE_LIMIT: 'off',
        HEADERS_TIMEOUT_MS: '2000',
        REQUEST_TIMEOUT_MS: '4000',
        // What counts guesses would be all that sqlmap gets to see.
        CLIENT_FAILURES_FREE: '1000000',
        SIGN_IN_FAILURES_FREE: '1000',
        WEBHOOK_PRIVATE_NETWORKS: 'true',
      },
      {
        prepare: async (store) => {
          person = await signedIn(store, 'attacked');
        },
      },
    );
    order = (await shop.client.place(orderBody())).body;
    cartId = String((await shop.client.post('/v1/carts', { body: {} })).body.id);
  });
  afterAll(async () => {
    const placed = await shop.client.place(orderBody());
    expect(placed.status).toBe(201);
    expect((await shop.client.get('/readyz')).status).toBe(200);
    await shop.end();
    removeReports();
  });

  // What asks servers elsewhere is left out (`ssrf`, `xxe`): endpoints have tests of their own, and no
  // door takes XML.
  const modules =
    'backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss';

  attack('wapiti', 'finds no weakness in pages and answers', async () => {
    const report = reportOf('wapiti.json');
    const starts = [
      ...['/', '/account', '/ops', '/race', '/problems', '/v1/shop', '/v1/products?q=mug&limit=2'],
      ...[`/orders/${order.id}?token=${order.accessToken}`, `/v1/carts/${cartId}?explain=true`],
      ...['/v1/session', '/v1/customers/me', '/v1/sessions', '/v1/orders?limit=2&state=confirmed'],
      ...['/metrics', '/openapi.json', '/v1/password-resets', '/v1/admin/imports?limit=2'],
    ];
    const output = await run('wapiti', [
      ...['--url', url('/docs'), '--scope', 'domain', '--no-bugreport'],
      ...starts.flatMap((path) => ['--start', url(path)]),
      ...[
        '--header',
        `Cookie: ${person.headers.cookie}`,
        '--header',
        'Sec-Fetch-Site: same-origin',
      ],
      ...['--module', modules, '--flush-session', '--max-scan-time', '150'],
      ...['--max-attack-time', '25', '--format', 'json', '--output', report],
    ]);
    const found = JSON.parse(readFileSync(report, 'utf8')) as {
      vulnerabilities: Record<string, { level: number; info: string; path: string }[]>;
      anomalies: Record<string, { info: string; path: string }[]>;
    };

    const weak = Object.entries({ ...found.vulnerabilities, ...found.anomalies }).flatMap(
      ([kind, list]) => list.map(({ info, path }) => `${kind} ${path}: ${info}`),
    );
    expect(output).toMatch(/Launching module (sql|xss)/);
    // Its filter is gone from browsers, and could itself be misused: `0` is the advice of OWASP.
    expect(weak.filter((found) => !found.includes('X-XSS-Protection'))).toEqual([]);
  });

  const sql = [
    ...['--batch', '--level', '2', '--risk', '2', '--dbms', 'sqlite', '--flush-session'],
    ...['--ignore-code', '400,401,404,409,422,429', '--threads', '4', '--timeout', '5'],
    ...['--retries', '1', '--disable-coloring'],
  ];
  const json = (path: string, body: object, method = 'POST'): string[] => [
    ...['-u', url(path), '--method', method, '--data', JSON.stringify(body)],
    ...['-H', 'Content-Type: application/json'],
  ];
  const email = 'somebody@example.com';
  const password = 'a phrase that nobody would try';
  const quote = {
    ...{ currency: 'EUR', country: 'DE', coupons: ['A'] },
    lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
  };
  const targets: [name: string, options: () => string[]][] = [
    ['products', () => ['-u', url('/v1/products?q=mug&limit=2&cursor=A')]],
    ['a product', () => ['-u', url('/v1/products/MUG-BLUE*')]],
    ['quotes', () => json('/v1/quotes', quote)],
    ['a cart', () => ['-u', url(`/v1/carts/${cartId}*`)]],
    ['a line of a cart', () => json(`/v1/carts/${cartId}/lines/MUG-BLUE*`, { quantity: 1 }, 'PUT')],
    ['a coupon of a cart', () => ['-u', url(`/v1/carts/${cartId}/coupons/A*`), '--method', 'PUT']],
    ['registering', () => json('/v1/customers', { email, password, name: 'Somebody' })],
    ['signing in', () => json('/v1/session', { email, password, cartId: 'A' })],
    ['asking for a reset', () => json('/v1/password-resets', { email })],
    [
      'a session',
      () => [
        '-u',
        url('/v1/sessions/A*'),
        '--method',
        'DELETE',
        '--cookie',
        `${person.headers.cookie}`,
      ],
    ],
    [
      'orders of a customer',
      () => [
        ...['-u', url('/v1/orders?state=confirmed&cursor=A*&limit=2')],
        ...['--cookie', `${person.headers.cookie}`],
      ],
    ],
    [
      'orders for operators',
      () => [
        ...['-u', url('/v1/admin/orders?number=A&email=a@example.com&customer=A&limit=2')],
        ...['-H', bearer(OPERATOR_KEY)],
      ],
    ],
    [
      'products for operators',
      () => ['-u', url('/v1/admin/products?q=A&limit=2'), '-H', bearer(OPERATOR_KEY)],
    ],
    [
      'tasks for operators',
      () => ['-u', url('/v1/admin/tasks?state=done&cursor=A*'), '-H', bearer(OPERATOR_KEY)],
    ],
    ['an operator key', () => ['-u', url('/metrics'), '-H', `${bearer('A')}*`]],
    [
      'an endpoint',
      () => [
        ...json('/v1/admin/webhook-endpoints', {
          ...{ url: 'https://127.0.0.1/told', description: 'A' },
          events: ['order.confirmed'],
        }),
        ...['-H', bearer(OPERATOR_KEY)],
      ],
    ],
  ];

  for (const [name, options] of targets) {
    attack('sqlmap', `injects into no parameter of ${name}`, async () => {
      const output = await run(
        'sqlmap',
        [...options(), ...sql, '--output-dir', reportOf('sqlmap')],
        `sqlmap ${name}`,
      );
      expect(output).toMatch(/do(es)? not appear to be injectable|not injectable/);
      // What never arrived has attacked nothing.
      expect(output).not.toContain('unable to connect');
      expect(output).not.toMatch(/Parameter: .*\n\s+Type: |is vulnerable/);
    });
  }

  const slow: [title: string, options: () => string[]][] = [
    ['slow headers', () => ['-H', '-t', 'GET', '-u', url('/v1/products')]],
    [
      'slow bodies',
      () => [
        '-B',
        '-t',
        'POST',
        '-s',
        '1048576',
        '-f',
        'application/json',
        '-u',
        url('/v1/session'),
      ],
    ],
    [
      'slow files',
      () => [
        '-B',
        '-t',
        'POST',
        '-s',
        '99999999',
        '-f',
        'text/csv',
        '-u',
        url('/v1/admin/imports/stock'),
      ],
    ],
    [
      'slow notices',
      () => ['-B', '-t', 'POST', '-f', 'application/json', '-u', url('/v1/webhooks/warehouse')],
    ],
    ['slow reads', () => ['-X', '-k', '3', '-w', '10', '-y', '20', '-z', '32', '-u', url('/docs')]],
    ['ranges', () => ['-R', '-t', 'GET', '-u', url('/')]],
  ];

  for (const [title, options] of slow) {
    attack('slowhttptest', `does not take the shop down with ${title}`, async () => {
      const running = run(
        'slowhttptest',
        [...['-c', '500', '-r', '250', '-i', '2', '-l', '15', '-p', '5', '-x', '24'], ...options()],
        `slowhttptest ${title}`,
      );
      const placed = await shop.client.place(orderBody());
      expect(placed.status).toBe(201);
      const output = await running;
      expect(output).toMatch(/service available:\s*YES/);
    });
  }

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
      ...['documents.db', 'carts.db-wal', 'mail', 'imports', 'exports', '.well-known/security.txt'],
      ...['v1/admin/keys', 'v1/admin/exports/customers', 'v1/customers/me', 'v1/admin/audit'],
      ...['account/../metrics', 'assets/../../package.json', 'assets/..%2f..%2fpackage.json'],
      ...['docs/', '//metrics', 'METRICS', 'metrics/', 'metrics%00', 'v1/admin/pools;a=b'],
      ...(readFileSync(new URL('../../data/settings.json', import.meta.url), 'utf8').match(
        /\w{4,}/g,
      ) ?? []),
    ];
    const results = await ffuf('ffuf-paths', words, [
      ...['-u', url('/FUZZ'), '-mc', '200-399,500-599'],
    ]);
    const { body } = await shop.client.get<OpenApiDocument>('/openapi.json');
    const named = new Set(operationsOf(body).map(({ path }) => path));
    const unnamed = results.filter(({ url }) => !named.has(new URL(url).pathname));
    expect(unnamed.map(({ url, status }) => `${status} ${url}`)).toEqual([]);
  });

  attack('ffuf', 'guesses no token, no id and no key', async () => {
    const guesses = [
      ...['0', '1', '-1', 'null', 'undefined', 'admin', 'me', '*', '%', '_', '{}', '[]', "'"],
      ...['../me', '..%2f1', '%00', '%20', 'A'.repeat(43), 'A'.repeat(64), 'A'.repeat(255)],
      ...[order.id.toLowerCase(), order.id.slice(0, -1), `${order.id}%00`, `${order.id}%20`],
      ...['first', 'environment', 'whsec_', 'Bearer', OPERATOR_KEY.slice(0, -1), 'password'],
    ];
    const doors: [name: string, options: string[]][] = [
      ['orders', ['-u', url('/v1/orders/FUZZ')]],
      ['tokens', ['-u', url(`/v1/orders/${order.id}?token=FUZZ`)]],
      ['invoices', ['-u', url(`/v1/orders/${order.id}/invoice.pdf?token=FUZZ`)]],
      ['carts', ['-u', url('/v1/carts/FUZZ')]],
      ['metrics', ['-u', url('/metrics'), '-H', bearer('FUZZ')]],
      ['exports', ['-u', url('/v1/admin/exports/FUZZ')]],
      ['sessions', ['-u', url('/v1/customers/me'), '-H', `Cookie: ${SESSION_COOKIE}=FUZZ`]],
      [
        'resets',
        [
          ...[
            '-u',
            url('/v1/password-resets/FUZZ'),
            '-X',
            'PUT',
            '-d',
            JSON.stringify({ password }),
          ],
          ...['-H', 'Content-Type: application/json'],
        ],
      ],
    ];
    for (const [name, options] of doors) {
      const opened = await ffuf(`ffuf-${name}`, guesses, [...options, '-mc', '200-399,500-599']);
      expect(
        opened.map(({ url, status }) => `${status} ${url}`),
        name,
      ).toEqual([]);
    }
  });
});
