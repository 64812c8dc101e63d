// The schema, as numbered migrations that are never edited once released. `user_version` holds the
// number of the last one applied. Times are milliseconds since the epoch, amounts minor units.

import firstSchema from './migrations/001-first-schema.js';
import taskLeases from './migrations/002-task-leases.js';
import promotionLimits from './migrations/003-promotion-limits.js';
import refunds from './migrations/004-refunds.js';
import customerAccounts from './migrations/005-customer-accounts.js';

export const migrations: readonly string[] = [
  firstSchema,
  taskLeases,
  promotionLimits,
  refunds,
  customerAccounts,
];
