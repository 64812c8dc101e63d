// Reads for operators: their keys, what they changed, the files that they brought in.

import type {
  AuditEntry,
  AuditQuery,
  ListedKey,
  OperatorKey,
  Page,
  StoredImport,
} from '../store.js';
import type { Db } from './connection.js';
import { page } from './page.js';

type KeyRow = Omit<OperatorKey, 'scopes'> & { scopes: string };
type AuditRow = Omit<AuditEntry, 'before' | 'after'> & {
  before: string | null;
  after: string | null;
};
type ImportRow = Omit<StoredImport, 'facts'> & { facts: string };

export function operatorQueries(db: Db) {
  return { ...keyQueries(db), ...auditQueries(db), ...importQueries(db) };
}

function keyQueries(db: Db) {
  const columns = `id, name, scopes, hash, created_at as createdAt, expires_at as expiresAt,
    revoked_at as revokedAt, last_used_at as lastUsedAt, previous_hash as previousHash,
    previous_until as previousUntil`;
  const from = `select ${columns} from operator_keys`;
  const byHash = db.prepare<[string], KeyRow>(`${from} where hash = ?`);
  const byPrevious = db.prepare<[string], KeyRow>(`${from} where previous_hash = ?`);
  const byId = db.prepare<[string], KeyRow>(`${from} where id = ?`);
  const list = db.prepare<[string, number], KeyRow>(`${from} where id > ? order by id limit ?`);
  const any = db.prepare('select 1 from operator_keys where revoked_at is null limit 1');
  return {
    operatorKey: (hash: string): OperatorKey | undefined => {
      const row = byHash.get(hash) ?? byPrevious.get(hash);
      return row && { ...row, scopes: JSON.parse(row.scopes) as string[] };
    },
    operatorKeyById: (id: string): ListedKey | undefined => {
      const row = byId.get(id);
      return row && listed(row);
    },
    operatorKeys: (query: { cursor: string | null; limit: number }): Page<ListedKey> => {
      const rows = list.all(query.cursor ?? '', query.limit + 1).map(listed);
      return page(rows, query.limit, ({ id }) => id);
    },
    hasOperatorKeys: () => any.get() !== undefined,
  };
}

const listed = ({ hash: _hash, previousHash: _previous, scopes, ...row }: KeyRow): ListedKey => ({
  ...row,
  scopes: JSON.parse(scopes) as string[],
});

function auditQueries(db: Db) {
  return {
    audit: ({ cursor, limit, keyId, target }: AuditQuery): Page<AuditEntry> => {
      const filters = [
        ...(cursor === null ? [] : ['id < @cursor']),
        ...(keyId === null ? [] : ['key_id = @keyId']),
        ...(target === null ? [] : ['target = @target']),
      ];
      const where = filters.length === 0 ? '' : `where ${filters.join(' and ')}`;
      const rows = db
        .prepare<[object], AuditRow>(
          `select id, at, key_id as keyId, route, target, before, after
           from audit ${where} order by id desc limit @more`,
        )
        .all({ cursor, keyId, target, more: limit + 1 });
      return page(rows.map(toEntry), limit, ({ id }) => String(id));
    },
  };
}

const toEntry = ({ before, after, ...row }: AuditRow): AuditEntry => ({
  ...row,
  before: before === null ? null : JSON.parse(before),
  after: after === null ? null : JSON.parse(after),
});

function importQueries(db: Db) {
  const from = `select id, kind, state, facts, rows, applied, created_at as createdAt,
    updated_at as updatedAt from imports`;
  const one = db.prepare<[string], ImportRow>(`${from} where id = ?`);
  const list = db.prepare<[string, number], ImportRow>(
    `${from} where id < ? order by id desc limit ?`,
  );
  const open = db.prepare<[], ImportRow>(
    `${from} where state in ('checking', 'applying') order by id`,
  );
  return {
    import: (id: string): StoredImport | undefined => {
      const row = one.get(id);
      return row && toImport(row);
    },
    imports: (query: { cursor: string | null; limit: number }): Page<StoredImport> => {
      // Ids are ULIDs, all of which are before this.
      const rows = list.all(query.cursor ?? '~', query.limit + 1).map(toImport);
      return page(rows, query.limit, ({ id }) => id);
    },
    unfinishedImports: (): StoredImport[] => open.all().map(toImport),
  };
}

const toImport = ({ facts, ...row }: ImportRow): StoredImport => ({
  ...row,
  facts: JSON.parse(facts) as StoredImport['facts'],
});
