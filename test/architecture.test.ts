// Reads the import lines of `src/` and `workers/`: arrows point one way, and the core is pure.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  from: string;
  /** A file of this repository, such as `src/core/money.ts`, or a package's or builtin's name. */
  to: string;
  isLocal: boolean;
  /** `import type`: nothing is left at run time (of `import { type … }` the import itself is). */
  isTypeOnly: boolean;
}

const sourceFiles = ['src', 'workers'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);
/** What is imported as `.js` is written in TypeScript, with JSX or without. */
function writtenAs(path: string): string {
  const stem = path.replace(/\.js$/, '');
  return sourceFiles.includes(`${stem}.tsx`) ? `${stem}.tsx` : `${stem}.ts`;
}
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** `import … from`, `export … from`, `import '…'`, and `import('…')`, also where it stands for a type. */
const importLine =
  /^(?:import|export)\s+(?:(?<type>type)\s+(?!from\b))?[^'";]*?\bfrom\s+'(?<from>[^']+)'|^import\s+'(?<bare>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'/gm;

function importsOf(file: string, text = textOf(file)): Import[] {
  return [...text.matchAll(importLine)].map(({ groups = {} }) => {
    const { type, from, bare, dynamic } = groups;
    const to = (from ?? bare ?? dynamic) as string;
    const isLocal = to.startsWith('.');
    return {
      from: file,
      to: isLocal ? writtenAs(normalize(join(dirname(file), to))) : to,
      isLocal,
      isTypeOnly: type !== undefined,
    };
  });
}

const imports = sourceFiles.flatMap((file) => importsOf(file));

/**
 * Who may import whom. A name that ends in `/` is a folder; `types:` allows what is gone at run time
 * only. The longest row that fits a file counts; a file of no row fails, so that a new folder takes a
 * decision. What stands beside the rows of DESIGN.md, “Layout”, says why.
 */
const allowed: Record<string, string[]> = {
  'src/core/': ['src/core/'],
  'src/documents/': ['src/documents/', 'src/core/'],
  'src/telemetry/': ['src/telemetry/'],
  'src/compute/': ['src/compute/', 'src/core/', 'src/telemetry/'],
  'src/store/store.ts': ['types:src/store/'],
  'src/store/cart-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/catalogue-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/customer-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/operator-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/order-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/operations-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/page.ts': [],
  'src/store/request-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/task-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/webhook-store.ts': ['types:src/core/', 'types:src/store/'],
  'src/store/sqlite/': [
    'src/store/store.ts',
    'src/store/sqlite/',
    'src/core/',
    'src/compute/',
    'src/telemetry/',
  ],
  'src/gateways/': ['src/gateways/', 'src/compute/', 'src/core/', 'src/telemetry/'],
  // A provider's interface holds the errors that it may throw, so not its types alone.
  'src/orders/': [
    'src/orders/',
    'src/core/',
    'types:src/store/store.ts',
    'types:src/compute/',
    'src/gateways/payment/provider.ts',
    'src/gateways/tax/provider.ts',
    'types:src/gateways/passwords.ts',
    'types:src/gateways/tax/guarded-taxes.ts',
    'src/telemetry/clock.ts',
    'types:src/telemetry/tally.ts',
  ],
  'src/tasks/': [
    'src/tasks/',
    'src/orders/',
    'src/core/',
    'types:src/store/store.ts',
    'types:src/compute/document-batch.ts',
    'types:src/compute/documents.ts',
    'src/compute/batcher.ts',
    'types:src/gateways/email/mailer.ts',
    'src/gateways/warehouse/warehouse.ts',
    'types:src/gateways/webhooks/webhook-sender.ts',
    'src/telemetry/',
  ],
  // Programs in the browser: they know the shop by its HTTP API alone.
  'src/web/': ['src/web/'],
  // Pages that the server renders, of the same texts and amounts as the documents.
  'src/web/order-page.ts': ['src/web/page.ts', 'src/documents/', 'src/core/'],
  'src/web/docs-page.ts': ['src/web/reference-page.ts', 'src/documents/html.ts'],
  'src/web/problem-page.ts': ['src/web/reference-page.ts', 'src/documents/html.ts'],
  'src/web/reference-page.ts': ['src/documents/html.ts'],
  'src/web/challenge-page.ts': ['src/web/page.ts', 'src/documents/', 'src/core/'],
  'src/web/page.ts': ['src/web/content-policy.ts', 'src/documents/', 'src/core/'],
  // Files in and out: the rows of a file are the bodies of the API, so their schemas are the same.
  'src/transfer/': [
    'src/transfer/',
    'src/core/',
    'src/csv/',
    'src/http/schemas/',
    'src/http/field-errors.ts',
    'types:src/orders/',
    'types:src/store/store.ts',
    'src/store/sqlite/staging.ts',
    'src/compute/making-way.ts',
    'src/compute/worker-thread-pool.ts',
  ],
  // It knows the engine by its HTTP contract alone, and stands on its own in a browser.
  'src/web/client/': ['src/web/client/'],
  'src/http/': [
    'types:src/transfer/',
    'src/http/',
    'src/web/',
    'src/orders/',
    'src/core/',
    'src/store/store.ts',
    'src/gateways/payment/provider.ts',
    'src/gateways/warehouse/warehouse.ts',
    'types:src/gateways/warehouse/simulated-warehouse.ts',
    'types:src/races/',
    'src/races/race-plan.ts',
    'types:src/gateways/payment/simulated/simulated-provider.ts',
    'src/telemetry/',
  ],
  // Two simulations in processes of their own: known by what they print.
  'src/races/': ['src/races/', 'src/core/', 'src/simulate/plan.ts', 'types:src/simulate/'],
  'src/open-races.ts': ['src/'],
  'src/verification.ts': ['src/compute/worker-thread-pool.ts', 'types:src/http/doors.ts'],
  // A demonstration around the whole engine.
  'src/simulate/': ['src/'],
  // A client from outside: it knows the engine by its HTTP contract alone.
  'src/replay/': ['src/replay/', 'src/csv/'],
  // Published tables → the shop's data files.
  'src/import/': ['src/import/', 'src/csv/', 'src/core/'],
  'src/csv/': ['src/csv/'],
  // What `main.ts` puts together, each in its own file.
  'src/calendar.ts': ['types:src/orders/'],
  'src/config.ts': ['src/config/'],
  'src/config/': [
    'src/config/',
    'src/orders/steps.ts',
    'src/core/',
    'src/http/trust-proxy.ts', // what the setting may be is known where it is used
  ],
  'src/back-office.ts': ['src/'],
  'src/create-shop.ts': ['src/'],
  // What an invoice thread has of its own.
  'src/document-desk.ts': [
    'src/compute/document-batch.ts',
    'types:src/compute/documents.ts',
    'src/documents/',
    'src/calendar.ts',
    'src/gateways/email/file-mailer.ts',
    'src/store/sqlite/document-archive.ts',
  ],
  'src/open-documents.ts': ['src/'],
  'src/open-payments.ts': ['src/'],
  'src/open-webhooks.ts': ['src/'],
  'src/open-customers.ts': ['src/'],
  'src/open-taxes.ts': ['src/'],
  'src/open-seller.ts': ['src/'],
  'src/maintenance.ts': ['src/orders/', 'src/core/'],
  'src/tax-data.ts': ['types:src/core/'],
  // The path reader is pure: whether a logo can be drawn is known where it is drawn.
  'src/seller-file.ts': ['src/core/', 'src/documents/pdf/svg-path.ts'],
  'src/shop-data.ts': [
    'src/seller-file.ts',
    'src/tax-data.ts',
    'src/core/',
    'types:src/store/store.ts',
    'src/compute/worker-thread-pool.ts', // where the package's folder is
  ],
  // The only ones that know everybody.
  'src/main.ts': ['src/'],
  'src/cli.ts': ['src/'],
  'src/cli/': ['src/'],
  'workers/': [
    'src/transfer/',
    'src/core/',
    'src/document-desk.ts',
    'src/compute/answer-tasks.ts',
    'src/compute/making-way.ts',
    'src/compute/quote-batch.ts',
    'src/compute/thread-priority.ts',
    'src/compute/over-text.ts',
    'src/store/sqlite/',
    'src/gateways/payment/simulated/charges.ts',
    'src/gateways/password-hash.ts',
  ],
};

const covers = (place: string, file: string): boolean =>
  place.endsWith('/') ? file.startsWith(place) : file === place;

const rowOf = (file: string): string | undefined =>
  Object.keys(allowed)
    .filter((place) => covers(place, file))
    .sort((a, b) => b.length - a.length)[0];

function isAllowed({ from, to, isTypeOnly }: Import): boolean {
  return (allowed[rowOf(from) ?? ''] ?? []).some((place) =>
    place.startsWith('types:') ? isTypeOnly && covers(place.slice(6), to) : covers(place, to),
  );
}

const printed = ({ from, to, isTypeOnly }: Import): string =>
  `${from} → ${to}${isTypeOnly ? ' (types)' : ''}`;

describe('imports', () => {
  test('point one way only', () => {
    const wrong = imports.filter((line) => line.isLocal && !isAllowed(line));
    expect(wrong.map(printed)).toEqual([]);
  });

  test('are ruled for every file, so that a new folder takes a decision', () => {
    expect(sourceFiles.filter((file) => rowOf(file) === undefined)).toEqual([]);
  });

  test('name files that exist', () => {
    const unknown = imports.filter(({ isLocal, to }) => isLocal && !sourceFiles.includes(to));
    expect(unknown.map(printed)).toEqual([]);
  });

  test('never go round in a circle at run time', () => {
    const arrows = imports.filter(({ isLocal, isTypeOnly }) => isLocal && !isTypeOnly);
    const done = new Set<string>();
    const circlesFrom = (file: string, path: string[]): string[] => {
      if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')];
      if (done.has(file)) return [];
      const next = arrows.filter(({ from }) => from === file);
      const circles = next.flatMap(({ to }) => circlesFrom(to, [...path, file]));
      done.add(file);
      return circles;
    };
    expect(sourceFiles.flatMap((file) => circlesFrom(file, []))).toEqual([]);
  });

  test('are read in every form that they are written in', () => {
    const text = [
      "import { type A, B } from '../core/a.js';",
      "import type { A } from './b.js';",
      "import {\n  type A,\n  type B,\n} from './c.js';",
      "import type from 'd';",
      "import 'e';",
      "export { f as default } from './f.js';",
      "export * from './g.js';",
      "const h = await import('h');",
      "// import { i } from 'i';",
    ].join('\n');
    expect(importsOf('src/http/x.ts', text).map(printed)).toEqual([
      'src/http/x.ts → src/core/a.ts',
      'src/http/x.ts → src/http/b.ts (types)',
      'src/http/x.ts → src/http/c.ts',
      'src/http/x.ts → d',
      'src/http/x.ts → e',
      'src/http/x.ts → src/http/f.ts',
      'src/http/x.ts → src/http/g.ts',
      'src/http/x.ts → h',
    ]);
  });
});

describe('packages', () => {
  const outside = imports.filter(({ isLocal }) => !isLocal);
  const usersOf = (name: string): string[] =>
    outside.filter(({ to }) => to === name).map(({ from }) => from);

  test('are unknown to the core, Node.js included', () => {
    const wrong = outside.filter(({ from }) => from.startsWith('src/core/'));
    expect(wrong.map(printed)).toEqual([]);
  });

  test('are unknown to the order flow, but for what Node.js brings along', () => {
    const wrong = outside.filter(
      ({ from, to }) => from.startsWith('src/orders/') && !to.startsWith('node:'),
    );
    expect(wrong.map(printed)).toEqual([]);
  });

  test.each([
    ['piscina', /^src\/compute\/worker-thread-pool\.ts$/],
    [
      'better-sqlite3',
      /^src\/(store\/sqlite\/|gateways\/payment\/simulated\/charges\.ts$|gateways\/warehouse\/simulated-warehouse\.ts$)/,
    ],
    ['fastify', /^src\/http\//],
    ['cloudevents', /^src\/gateways\/webhooks\//],
    ['request-filtering-agent', /^src\/gateways\/webhooks\//],
    ['stripe', /^src\/gateways\/payment\/stripe\//],
  ])('that are exchangeable stay behind one door: %s', (name, door) => {
    expect(usersOf(name).length).toBeGreaterThan(0);
    expect(usersOf(name).filter((file) => !door.test(file))).toEqual([]);
  });
});

describe('the code', () => {
  const codeOf = (file: string): string =>
    textOf(file).replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');

  test('reads the environment in one file', () => {
    const readers = sourceFiles.filter((file) => /\bprocess\s*\.\s*env\b/.test(codeOf(file)));
    expect(readers).toEqual(['src/config.ts']);
  });

  test('of the core has no clock, no randomness and no side effects', () => {
    const impure =
      /\b(Date\.now|new Date\(\)|Math\.random|performance|process|console|crypto|fetch|setTimeout|setInterval|setImmediate|queueMicrotask)\b/;
    const found = sourceFiles
      .filter((file) => file.startsWith('src/core/'))
      .map((file) => [file, impure.exec(codeOf(file))?.[0]])
      .filter(([, match]) => match !== undefined);
    expect(found).toEqual([]);
  });
});
