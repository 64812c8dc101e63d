// Who may call each route, how often, and what it may be refused for: one table, which the OpenAPI
// document, the rate limits and the test of access are made from. A route that lacks its row fails
// a test.

import type { RefusalType } from '../core/problems.js';
import type { LimitName } from '../core/rate-limit-setting.js';
import type { Scope } from './access.js';
import type { Deprecation } from './deprecation.js';

export interface RouteFacts {
  access: Access;
  /** Operators need it; of several, the one of what the path names. */
  scope?: Scope | readonly Scope[];
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
 * - `visitor`: anybody, and a session counts where there is one
 * - `customer`: a customer's session
 * - `person`: a customer's session, for what is theirs, or a key with the scope, for all there is
 * - `order`: the order's token, its customer's session, or an operator
 * - `operator`: a key with the scope
 * - `signed`: whoever signs the body with the shared secret
 */
export type Access =
  | 'anybody'
  | 'guest'
  | 'visitor'
  | 'customer'
  | 'person'
  | 'order'
  | 'operator'
  | 'signed';

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
  refuses: ['invalid-signature', 'stale-notice', 'not-found', ...writing],
} as const;
const operator = (scope: RouteFacts['scope'] & {}, ...refuses: RefusalType[]): RouteFacts => ({
  access: 'operator',
  scope,
  limit: 'reads',
  refuses,
});
const account = (access: Access, ...refuses: RefusalType[]): RouteFacts => ({
  access,
  limit: 'accounts',
  refuses: [...refuses, ...writing],
});
const cart = (...refuses: RefusalType[]): RouteFacts => ({
  access: 'guest',
  limit: 'carts',
  refuses: ['session-expired', ...refuses, ...writing],
});
const changesCart = cart('cart-not-found', 'cart-ordered', 'cart-full');
const importing: readonly Scope[] = [
  'products:write',
  'stock:write',
  'promotions:write',
  'customers:write',
];
const endpoints = '/v1/admin/webhook-endpoints';
const simulatedBank = {
  access: 'anybody',
  limit: 'orders',
  refuses: ['not-found', ...writing],
  isPage: true,
} as const;

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
      'session-expired',
      'cart-not-found',
      'cart-ordered',
      'out-of-stock',
      'price-changed',
      'payment-declined',
      'payment-provider-unavailable',
      'storage-unavailable',
    ],
  },
  'GET /v1/orders': { ...reads, access: 'person', scope: 'orders:read' },
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
  'POST /v1/orders/:id/refunds/:position/retry': {
    access: 'operator',
    scope: 'orders:refund',
    limit: 'orders',
    refuses: ['not-found', 'wrong-state', ...writing],
  },
  'POST /v1/carts': cart('too-many-carts'),
  'GET /v1/carts/:id': cart('cart-not-found'),
  'PATCH /v1/carts/:id': changesCart,
  'PUT /v1/carts/:id/lines/:sku': changesCart,
  'PUT /v1/carts/:id/coupons/:code': changesCart,
  'DELETE /v1/carts/:id/coupons/:code': changesCart,
  'POST /v1/customers': account(
    'anybody',
    'cross-site-request',
    'email-taken',
    'weak-password',
    'too-many-attempts',
  ),
  'GET /v1/customers/me': { ...reads, access: 'customer', refuses: ['not-found'] },
  'PATCH /v1/customers/me': account(
    'customer',
    'not-found',
    'wrong-credentials',
    'email-taken',
    'too-many-attempts',
  ),
  'PUT /v1/customers/me/password': account(
    'customer',
    'wrong-credentials',
    'weak-password',
    'too-many-attempts',
  ),
  'GET /v1/customers/me/export': { ...account('customer'), refuses: ['not-found', 'overloaded'] },
  'DELETE /v1/customers/me': account(
    'customer',
    'wrong-credentials',
    'too-many-attempts',
    'orders-open',
  ),
  'POST /v1/session': account(
    'anybody',
    'cross-site-request',
    'wrong-credentials',
    'too-many-attempts',
  ),
  'GET /v1/session': { ...reads, access: 'visitor' },
  'DELETE /v1/session': account('visitor'),
  'GET /v1/sessions': { ...reads, access: 'customer' },
  'DELETE /v1/sessions': account('customer'),
  'DELETE /v1/sessions/:id': account('customer', 'not-found'),
  'POST /v1/password-resets': account('anybody', 'cross-site-request', 'too-many-attempts'),
  'PUT /v1/password-resets/:token': account(
    'anybody',
    'cross-site-request',
    'reset-invalid',
    'weak-password',
    'too-many-attempts',
  ),
  'GET /v1/shop': open,
  'POST /v1/quotes': {
    access: 'guest',
    scope: 'orders:price',
    limit: 'quotes',
    refuses: [...pricing, 'forbidden', 'not-found'],
  },
  'GET /v1/products': open,
  'GET /v1/products/:sku': { ...open, refuses: ['not-found'] },
  'GET /v1/admin/stock': operator('stock:read'),
  'GET /v1/admin/stock/:sku/moves': operator('stock:read', 'not-found'),
  'GET /v1/admin/stock/:sku': operator('stock:read', 'not-found'),
  'PUT /v1/admin/stock/:sku': operator('stock:write', 'not-found', 'below-reserved', ...writing),
  'POST /v1/admin/stock/:sku': operator('stock:write', 'not-found', 'below-reserved', ...writing),
  'PUT /v1/admin/products/:sku': operator('products:write', ...writing),
  'GET /v1/admin/products': operator('products:read'),
  'DELETE /v1/admin/products/:sku': operator('products:write', 'not-found', ...writing),
  'GET /v1/admin/orders': operator('orders:read'),
  'GET /v1/admin/orders/export': operator('orders:read', 'overloaded'),
  'GET /v1/admin/exports/:kind': operator(
    ['products:read', 'stock:read', 'promotions:read', 'customers:read', 'orders:read'],
    'overloaded',
  ),
  'GET /v1/admin/imports': operator('audit:read'),
  'GET /v1/admin/imports/:kind/:id': operator(importing, 'not-found'),
  'POST /v1/admin/imports/:kind': operator(importing, 'import-under-way', ...writing),
  'GET /v1/admin/keys': operator('keys:read'),
  'POST /v1/admin/keys': operator('keys:write', ...writing),
  'POST /v1/admin/keys/:id/rotate': operator('keys:write', 'not-found', ...writing),
  'DELETE /v1/admin/keys/:id': operator('keys:write', 'not-found', ...writing),
  'GET /v1/admin/audit': operator('audit:read'),
  'GET /v1/admin/events': operator('pools:read', 'overloaded'),
  'GET /v1/admin/verification': operator('pools:read'),
  'POST /v1/admin/verification': operator('pools:read'),
  [`GET ${endpoints}`]: operator('webhooks:read'),
  [`POST ${endpoints}`]: operator('webhooks:write', 'limit-reached', ...writing),
  [`GET ${endpoints}/:id`]: operator('webhooks:read', 'not-found'),
  [`PATCH ${endpoints}/:id`]: operator('webhooks:write', 'not-found', ...writing),
  [`DELETE ${endpoints}/:id`]: operator('webhooks:write', 'not-found', ...writing),
  [`POST ${endpoints}/:id/secret`]: operator('webhooks:write', 'not-found', ...writing),
  [`GET ${endpoints}/:id/deliveries`]: operator('webhooks:read', 'not-found'),
  [`POST ${endpoints}/:id/replay`]: operator('webhooks:write', 'not-found', ...writing),
  'PUT /v1/admin/customers/:id': operator('customers:write', 'email-taken', ...writing),
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
  'POST /v1/webhooks/warehouse': { ...signed, refuses: [...signed.refuses, 'wrong-state'] },
  'POST /demo/warehouse': signed,
  'POST /order/place-order': {
    access: 'anybody',
    limit: 'orders',
    refuses: ['not-found', 'out-of-stock', ...pricing, ...writing],
  },
  'POST /v1/races': { access: 'anybody', limit: 'orders', refuses: ['race-under-way'] },
  'GET /v1/races/:id': { ...open, refuses: ['not-found'] },
  'GET /v1/races/:id/events': { ...open, refuses: ['not-found', 'overloaded'] },
  'GET /demo/payments/:id': simulatedBank,
  'POST /demo/payments/:id/approve': simulatedBank,
  'POST /demo/payments/:id/decline': simulatedBank,
  'GET /orders/:id': { ...ofOrder, isPage: true },
  'GET /livez': probe,
  'GET /readyz': probe,
  'GET /metrics': operator('metrics:read'),
  'GET /openapi.json': open,
  'GET /docs': { ...open, isPage: true },
  'GET /problems': open,
  'GET /problems/:type': { ...open, refuses: ['not-found'] },
};
