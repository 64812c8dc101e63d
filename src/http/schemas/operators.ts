// What operators send and are answered about keys, the audit log, searches, and files.

import { Type } from 'typebox';
import { orderStates } from '../../core/order-states.js';
import {
  fileFormats,
  importKinds,
  importModes,
  importStates,
  transferLimits,
} from '../../core/transfers.js';
import { scopes } from '../access.js';
import { Nullable, Time } from './answers.js';
import { Customer, closed, Text, TextOf } from './fields.js';
import { PageQuery } from './requests.js';

const Scopes = Type.Array(TextOf(['*', ...scopes]), {
  minItems: 1,
  maxItems: scopes.length + 1,
  uniqueItems: true,
  description: '`*` is all of them, those of later versions included',
});
const DAY_SECONDS = 24 * 60 * 60;
const WhenText = Type.String({ maxLength: 40, description: 'RFC 3339' });

export const KeyBody = Type.Object(
  { name: Text(100), scopes: Scopes, expiresAt: Type.Optional(WhenText) },
  {
    ...closed,
    title: 'NewKeyRequest',
    examples: [{ name: 'Stock room', scopes: ['stock:read', 'stock:write'] }],
  },
);
export const RotateBody = Type.Union([
  Type.Object(
    {
      graceSeconds: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 30 * DAY_SECONDS,
          description: 'How long the old secret works; a day when absent',
        }),
      ),
    },
    closed,
  ),
  Type.Null(),
]);

const key = {
  id: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  createdAt: Time,
  expiresAt: Nullable(Time),
  lastUsedAt: { ...Nullable(Time), description: 'To within some minutes' },
  revokedAt: Nullable(Time),
  previousSecretUntil: {
    ...Nullable(Time),
    description: 'How long the secret before the last rotation works',
  },
};
export const KeyAnswer = Type.Object(key, { title: 'OperatorKey' });
export const NewKeyAnswer = Type.Object(
  {
    ...key,
    key: Type.String({ description: 'The secret, shown this once' }),
  },
  { title: 'NewOperatorKey' },
);

export const AuditQuery = Type.Object(
  {
    ...PageQuery.properties,
    key: Type.Optional(Type.String({ maxLength: 64, description: "A key's id" })),
    target: Type.Optional(
      Type.String({ maxLength: 200, description: 'As in `stock/MUG-BLUE` or `orders/01J…`' }),
    ),
  },
  closed,
);
export const AuditAnswer = Type.Object(
  {
    id: Type.Integer(),
    at: Time,
    keyId: Type.String({ description: '`environment` is the key of `ORDERLOOM_OPERATOR_KEY`' }),
    route: Type.String(),
    target: Type.String(),
    before: Type.Unknown({ description: 'In short, and without personal data' }),
    after: Type.Unknown(),
  },
  { title: 'AuditEntry' },
);

export const OrderSearchQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(Type.Enum([...orderStates], { description: 'Only orders in this state' })),
    number: Type.Optional(Type.String({ maxLength: 32, description: 'As in `2026-000042`' })),
    email: Type.Optional({ ...Customer.properties.email, description: 'Whoever ordered' }),
    customer: Type.Optional(Type.String({ maxLength: 64, description: "A customer's id" })),
    from: Type.Optional({ ...WhenText, description: 'RFC 3339: orders created from then on' }),
    to: Type.Optional({ ...WhenText, description: 'RFC 3339; not among them any more' }),
  },
  closed,
);

export const StockListQuery = Type.Object(
  {
    ...PageQuery.properties,
    below: Type.Optional(
      Type.String({ pattern: '^\\d{1,12}$', description: 'Only what fewer are available of' }),
    ),
  },
  closed,
);
export const StockMoveAnswer = Type.Object(
  {
    id: Type.Integer(),
    delta: Type.Integer(),
    reason: Type.String(),
    orderId: Nullable(Type.String()),
    at: Time,
  },
  { title: 'StockMove' },
);

export const AdminProductQuery = Type.Object(
  {
    ...PageQuery.properties,
    q: Type.Optional({ ...Text(100), description: 'Searched in name, SKU and category' }),
  },
  closed,
);

export const ImportParams = Type.Object({
  kind: Type.Enum([...importKinds], { description: 'What the rows are' }),
});
export const ImportQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Enum(['true', 'false'], { description: 'Whether the rows are only checked' }),
    ),
    mode: Type.Optional(
      Type.Enum([...importModes], {
        description: '`file`: all rows or none, which is the default; `row`: each for itself',
      }),
    ),
  },
  closed,
);
export const ExportQuery = Type.Object(
  { format: Type.Optional(Type.Enum([...fileFormats], { description: 'csv when absent' })) },
  closed,
);
export const OrderExportQuery = Type.Object(
  {
    ...ExportQuery.properties,
    from: Type.Optional({ ...WhenText, description: 'RFC 3339: orders created from then on' }),
    to: Type.Optional({ ...WhenText, description: 'RFC 3339: and before that' }),
  },
  closed,
);

export const ImportAnswer = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum([...importKinds]),
    state: Type.Enum([...importStates], {
      description:
        '`checking`, then `refused` (nothing was applied), `checked` (a dry run), or `applying` and `applied`',
    }),
    mode: Type.Enum([...importModes]),
    dryRun: Type.Boolean(),
    format: Type.Enum([...fileFormats]),
    bytes: Type.Integer(),
    bytesRead: Type.Integer({ description: 'Of the file, while it is being checked' }),
    sha256: Nullable(Type.String()),
    rows: Type.Integer({ description: 'That are right' }),
    applied: Type.Integer(),
    errors: Type.Array(
      Type.Object({
        line: Type.Integer(),
        column: Type.String(),
        value: Type.String(),
        reason: Type.String(),
      }),
      { description: `The first ${transferLimits.faults} of them` },
    ),
    errorCount: Type.Integer(),
    problem: Type.Optional(
      Type.Object(
        { type: Type.String(), title: Type.String(), status: Type.Integer() },
        { description: 'Why it is refused' },
      ),
    ),
    exceptions: Type.Array(Type.Object({ key: Type.String(), detail: Type.String() }), {
      description: 'Rows that an order or a customer came before, between check and turn',
    }),
    createdAt: Time,
    updatedAt: Time,
  },
  { title: 'Import' },
);
