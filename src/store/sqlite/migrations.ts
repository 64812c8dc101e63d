// The schema, as numbered migrations that are never edited once released. `user_version` holds the
// number of the last one applied. Times are milliseconds since the epoch, amounts minor units.

import firstSchema from './migrations/001-first-schema.js';
import taskLeases from './migrations/002-task-leases.js';
import promotionLimits from './migrations/003-promotion-limits.js';
import refunds from './migrations/004-refunds.js';
import customerAccounts from './migrations/005-customer-accounts.js';
import cartOrders from './migrations/006-cart-orders.js';
import operators from './migrations/007-operators.js';
import paymentActions from './migrations/008-payment-actions.js';
import webhooks from './migrations/009-webhooks.js';
import refundAttempts from './migrations/010-refund-attempts.js';
import sellers from './migrations/011-sellers.js';
import figuresInParts from './migrations/012-figures-in-parts.js';

export const migrations: readonly string[] = [
  firstSchema,
  taskLeases,
  promotionLimits,
  refunds,
  customerAccounts,
  cartOrders,
  operators,
  paymentActions,
  webhooks,
  refundAttempts,
  sellers,
  figuresInParts,
];
