// Files in and out. Bodies here are streams: they are spooled to the disk, never held in memory.

import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { problemOf } from '../../core/problems.js';
import {
  type ExportKind,
  exportKinds,
  type FileFormat,
  type ImportKind,
  transferLimits,
} from '../../core/transfers.js';
import type { StoredImport } from '../../store/store.js';
import type { ImportProgress } from '../../transfer/import-desk.js';
import type { Scope } from '../access.js';
import { shopBy } from '../acting.js';
import { pageOf, positionOf } from '../cursors.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { ListOf, problemAnswers } from '../schemas/answers.js';
import {
  ExportQuery,
  ImportAnswer,
  ImportParams,
  ImportQuery,
  OrderExportQuery,
} from '../schemas/operators.js';
import { IdParams, PageQuery } from '../schemas/requests.js';
import type { Uploads } from '../uploads.js';
import { timeOf } from './query-times.js';

const tags = ['operators'];
const security = [{ operatorKey: [] }];
const PAGE_DEFAULT = 20;

const mediaTypes: Record<FileFormat, string> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
};
const writes: Record<ImportKind, Scope> = {
  products: 'products:write',
  prices: 'products:write',
  stock: 'stock:write',
  promotions: 'promotions:write',
  customers: 'customers:write',
};
const reads: Record<ExportKind, Scope> = {
  products: 'products:read',
  prices: 'products:read',
  stock: 'stock:read',
  promotions: 'promotions:read',
  customers: 'customers:read',
  orders: 'orders:read',
};

/** A plugin of its own: only here a body may be anything but JSON, and large. */
export function fileRoutes(app: App, doors: Doors, uploads: Uploads): void {
  const stream = (
    _request: unknown,
    payload: Readable,
    done: (error: null, body: Readable) => void,
  ) => done(null, payload);
  for (const type of Object.values(mediaTypes)) app.addContentTypeParser(type, stream);
  app.addHook('preClose', async () => uploads.stop());
  importRoute(app, doors, uploads);
  importReadRoutes(app, doors);
  exportRoutes(app, doors);
}

function importRoute(app: App, { shop, access, imports }: Doors, uploads: Uploads): void {
  app.post(
    '/v1/admin/imports/:kind',
    {
      bodyLimit: transferLimits.bytes,
      schema: {
        summary: 'Bring a file in',
        description:
          'CSV with a header, or a JSON object a line, gzipped or not. The answer comes when the ' +
          'whole file has arrived; its rows are checked and applied afterwards, beside the orders: ' +
          'see `Location`. One file at a time. It may take its time, up to an hour, as long as 8 KB come a second.',
        tags,
        security,
        params: ImportParams,
        querystring: ImportQuery,
        body: fileBody,
        response: { 202: ImportAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { kind } = request.params;
      const caller = await access.operator(request, writes[kind]);
      const { mode = 'file', dryRun } = request.query;
      const begun = await imports.begin({
        kind,
        mode,
        isDryRun: dryRun === 'true',
        format: formatOf(request.headers['content-type']),
        source: request.body as Readable,
        signal: uploads.follow(request.raw),
        store: shopBy(shop, caller, request).store,
      });
      if (!begun.ok) {
        // The rest of a file that is not waited for is no request's.
        if (begun.refusal.type !== 'import-under-way') reply.header('connection', 'close');
        return sendProblem(reply, begun.refusal);
      }
      reply.code(202).header('location', `/v1/admin/imports/${kind}/${begun.value.id}`);
      return importView(begun.value, imports.progress(begun.value));
    },
  );
}

/** Anything: what is in the file is checked row by row when it has arrived. */
const fileBody = {
  content: Object.fromEntries(
    Object.values(mediaTypes).map((type) => [type, { schema: Type.Unsafe<Readable>({}) }]),
  ),
};

function formatOf(contentType = ''): FileFormat {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === mediaTypes.csv) return 'csv';
  if (type === mediaTypes.ndjson) return 'ndjson';
  const detail = `a file is ${Object.values(mediaTypes).join(' or ')}`;
  throw new RefusedError({ type: 'unsupported-media-type', detail });
}

function importReadRoutes(app: App, { shop, access, imports }: Doors): void {
  app.get(
    '/v1/admin/imports/:kind/:id',
    {
      schema: {
        summary: 'How far a file is, and what is wrong with it',
        description: 'Needs the scope that brought it in.',
        tags,
        security,
        params: Type.Object({ ...ImportParams.properties, ...IdParams.properties }),
        response: { 200: ImportAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      const { kind, id } = request.params;
      await access.operator(request, writes[kind]);
      const found = await shop.store.import(id);
      if (found?.kind !== kind) throw new RefusedError({ type: 'not-found' });
      return importView(found, imports.progress(found));
    },
  );

  app.get(
    '/v1/admin/imports',
    {
      schema: {
        summary: 'Files that were brought in, newest first',
        tags,
        security,
        querystring: PageQuery,
        response: { 200: ListOf(ImportAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      await access.operator(request, 'audit:read');
      const { cursor, limit } = request.query;
      const query = { cursor: positionOf('imports', cursor), limit: Number(limit ?? PAGE_DEFAULT) };
      const page = await shop.store.imports(query);
      return pageOf('imports', page, (one) => importView(one, imports.progress(one)));
    },
  );
}

const fileAnswer = {
  200: {
    description: 'The file, of one moment; texts in CSV are kept from being formulas',
    content: Object.fromEntries(
      Object.values(mediaTypes).map((type) => [type, { schema: Type.String() }]),
    ),
  },
  ...problemAnswers,
};

function exportRoutes(app: App, { access, exports }: Doors): void {
  const send = async (
    reply: FastifyReply,
    kind: ExportKind,
    format: FileFormat,
    [from, to]: [number | null, number | null] = [null, null],
  ) => {
    const written = await exports.write({ kind, format, from, to });
    if (!written.ok) return sendProblem(reply, written.refusal);
    return reply
      .type(`${mediaTypes[format]}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="${kind}.${format}"`)
      .header('cache-control', 'no-store')
      .send(written.value);
  };

  app.get(
    '/v1/admin/exports/:kind',
    {
      schema: {
        summary: 'Products, prices, stock, promotions or customers as a file that can be imported',
        tags,
        security,
        params: Type.Object({
          kind: Type.Enum([...exportKinds], { description: 'What the rows are' }),
        }),
        querystring: ExportQuery,
        response: fileAnswer,
      },
    },
    async (request, reply) => {
      const { kind } = request.params;
      await access.operator(request, reads[kind]);
      return send(reply, kind, request.query.format ?? 'csv');
    },
  );

  app.get(
    '/v1/admin/orders/export',
    {
      schema: {
        summary: 'Orders as a file, oldest first: whole as NDJSON, a line each as CSV',
        tags,
        security,
        querystring: OrderExportQuery,
        response: fileAnswer,
      },
    },
    async (request, reply) => {
      await access.operator(request, reads.orders);
      const { format = 'csv', from, to } = request.query;
      return send(reply, 'orders', format, [timeOf('from', from), timeOf('to', to)]);
    },
  );
}

function importView(
  stored: StoredImport,
  { state, bytesRead }: ImportProgress,
): Static<typeof ImportAnswer> {
  const { id, kind, facts, rows, applied, createdAt, updatedAt } = stored;
  const { mode, isDryRun, format, bytes, sha256, faults, faultCount, exceptions } = facts;
  const refused = { type: 'invalid-rows' as const, errors: faults, errorCount: faultCount };
  const { type, title, status } = problemOf(refused).body;
  return {
    ...{ id, kind, state, mode, format, bytes, bytesRead, sha256, rows, applied, exceptions },
    dryRun: isDryRun,
    errors: faults,
    errorCount: faultCount,
    ...(state === 'refused' ? { problem: { type, title, status } } : {}),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
