// The invariants of the audit log.

import type { Invariant } from './invariants.js';

export const auditInvariants: readonly Invariant[] = [
  {
    name: 'audit-log-has-no-gaps',
    sql: `
      select 'audit' as offender, (max(id) - count(*)) || ' rows are missing' as detail
      from audit having max(id) <> count(*)`,
  },
];
