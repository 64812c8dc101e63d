// Who may call each route, how often, and what it may be refused for: one table, which the OpenAPI
// document, the rate limits and the test of access are made from. A route that lacks its row fails
// a test.

import type { RefusalType } from '../core/problems.js';
import type { LimitName } from '../core/rate-limit-setting.js';
import type { Scope } from './access.js';
import type { Deprecation } from './deprecation.js';

export interface RouteFacts {
  access: Access;
  /** Operators need it. */
  scope?: Scope;
  /** Beyond what every route of its kind may be refused for. */
  refuses?: readonly RefusalType[];
  /** Which limit it counts against; none where that would stop what has to get through. */
  limit: LimitName | null;
  /** It ends: what its answers say of that. */
  deprecation?: Deprecation;
  /** Refusals leave as pages, not as problem details. */
  isPage?: true;
}

/**
 * - `anybody`: credentials are not looked at
 * - `guest`: anybody, and a key or a session counts where there is one
 * - `order`: the order's token, its customer's session, or an operator
 * - `operator`: a key with the scope
 * - `signed`: whoever signs the body with the shared secret
 */
export type Access = 'anybody' | 'guest' | 'order' | 'operator' | 'signed';

const pricing: readonly RefusalType[] = [
  'unknown-sku',
  'no-price',
  'unknown-coupon',
  'coupon-expired',
  'coupon-not-yet-valid',
  'coupon-used-up',
  'no-tax-rate',
  'incomplete-tax-address',
  'unknown-shipping-method',
  'no-shipping-price',
  'allowance-too-large',
  'amount-out-of-range',
  'invalid-rules',
  'quote-failed',
  'overloaded',
];
const repeatable: readonly RefusalType[] = ['request-in-progress', 'idempotency-key-reused'];
const writing: readonly RefusalType[] = ['overloaded', 'storage-unavailable'];

const reads = { limit: 'reads' } as const;
const open = { ...reads, access: 'anybody' } as const;
const probe = { access: 'anybody', limit: null } as const;
const ofOrder = {
  ...reads,
  access: 'order',
  scope: 'orders:read',
  refuses: ['not-found'],
} as const;
const document = { ...ofOrder, refuses: ['not-found', 'invoice-failed', 'overloaded'] } as const;
const eInvoice = { ...document, refuses: [...document.refuses, 'no-e-invoice'] } as const;
const signed = {
  access: 'signed',
  limit: null,
  refuses: ['invalid-signature', 'not-found', ...writing],
} as const;
const operator = (scope: Scope, ...refuses: RefusalType[]): RouteFacts => ({
  access: 'operator',
  scope,
  limit: 'reads',
  refuses,
});

export const routeTable: Readonly<Record<string, RouteFacts>> = {
  'POST /v1/orders': {
    access: 'guest',
    scope: 'orders:price',
    limit: 'orders',
    refuses: [
      ...pricing,
      ...repeatable,
      'forbidden',
      'not-found',
      'out-of-stock',
      'price-changed',
      'payment-declined',
      'payment-provider-unavailable',
      'storage-unavailable',
    ],
  },
  'GET /v1/orders': operator('orders:read'),
  'GET /v1/orders/:id': ofOrder,
  'GET /v1/orders/:id/timeline': ofOrder,
  'GET /v1/orders/:id/events': { ...ofOrder, refuses: ['not-found', 'overloaded'] },
  'GET /v1/orders/:id/invoice.pdf': document,
  'GET /v1/orders/:id/invoice.xml': eInvoice,
  'GET /v1/orders/:id/refunds': ofOrder,
  'GET /v1/orders/:id/credit-notes/:number.pdf': document,
  'GET /v1/orders/:id/credit-notes/:number.xml': eInvoice,
  'POST /v1/orders/:id/cancel': {
    access: 'order',
    scope: 'orders:write',
    limit: 'orders',
    refuses: ['not-found', 'wrong-state', 'payment-provider-unavailable', ...writing],
  },
  'POST /v1/orders/:id/refunds': {
    access: 'operator',
    scope: 'orders:refund',
    limit: 'orders',
    refuses: ['not-found', 'wrong-state', 'refund-exceeds', ...repeatable, ...writing],
  },
  'POST /v1/quotes': {
    access: 'guest',
    scope: 'orders:price',
    limit: 'quotes',
    refuses: [...pricing, 'forbidden', 'not-found'],
  },
  'GET /v1/products': open,
  'GET /v1/products/:sku': { ...open, refuses: ['not-found'] },
  'GET /v1/admin/stock/:sku': operator('stock:read', 'not-found'),
  'PUT /v1/admin/stock/:sku': operator('stock:write', 'not-found', 'below-reserved', ...writing),
  'POST /v1/admin/stock/:sku': operator('stock:write', 'not-found', 'below-reserved', ...writing),
  'PUT /v1/admin/products/:sku': operator('products:write', ...writing),
  'PUT /v1/admin/customers/:id': operator('customers:write', ...writing),
  'GET /v1/admin/pools': operator('pools:read'),
  'GET /v1/admin/promotions': operator('promotions:read'),
  'GET /v1/admin/promotions/:id': operator('promotions:read', 'not-found'),
  'PUT /v1/admin/promotions/:id': operator('promotions:write', 'invalid-rules', ...writing),
  'DELETE /v1/admin/promotions/:id': operator('promotions:write', 'not-found', ...writing),
  'GET /v1/admin/tasks': operator('tasks:read'),
  'GET /v1/admin/task-counts': operator('tasks:read'),
  'POST /v1/admin/tasks/:id/retry': operator('tasks:write', 'not-found', ...writing),
  'GET /v1/admin/dead-letters': operator('tasks:read'),
  'POST /v1/admin/dead-letters': operator('tasks:write', 'not-found', ...writing),
  'GET /v1/admin/analytics': operator('analytics:read'),
  'POST /v1/webhooks/payments/:provider': signed,
  'POST /v1/webhooks/warehouse': signed,
  'POST /demo/warehouse': signed,
  'POST /order/place-order': {
    access: 'anybody',
    limit: 'orders',
    refuses: ['not-found', 'out-of-stock', ...pricing, ...writing],
  },
  'GET /orders/:id': { ...ofOrder, isPage: true },
  'GET /livez': probe,
  'GET /readyz': probe,
  'GET /metrics': probe,
  'GET /openapi.json': open,
  'GET /docs': { ...open, isPage: true },
  'GET /problems': open,
  'GET /problems/:type': { ...open, refuses: ['not-found'] },
};
