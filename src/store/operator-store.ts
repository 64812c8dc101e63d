// What the store knows of those who run the shop: their keys, what they changed, and the files that
// they brought in. See store.ts.

import type { Unavailable } from '../core/refusals.js';
import type { Result } from '../core/result.js';
import type {
  FileFormat,
  ImportKind,
  ImportMode,
  ImportState,
  RowFault,
} from '../core/transfers.js';
import type { Page } from './page.js';

/** Who makes a change, by which door. */
export interface Actor {
  keyId: string;
  /** Method and pattern of the path, as in `PUT /v1/admin/stock/:sku`. */
  route: string;
  at: number;
}

export interface OperatorKey {
  id: string;
  name: string;
  scopes: string[];
  /** SHA-256 of the key; the key itself is kept nowhere. */
  hash: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  /** To within some minutes. */
  lastUsedAt: number | null;
  /** The secret before the last rotation, and how long it still works. */
  previousHash: string | null;
  previousUntil: number | null;
}

/** What of a key may be shown. */
export type ListedKey = Omit<OperatorKey, 'hash' | 'previousHash'>;

export interface AuditEntry {
  id: number;
  at: number;
  keyId: string;
  route: string;
  /** `stock/MUG-BLUE`, `orders/01J…` */
  target: string;
  before: unknown;
  after: unknown;
}

export interface AuditQuery {
  cursor: number | null;
  limit: number;
  keyId: string | null;
  target: string | null;
}

export interface ImportFacts {
  format: FileFormat;
  mode: ImportMode;
  isDryRun: boolean;
  bytes: number;
  sha256: string | null;
  /** The first of them; `faultCount` says how many there are. */
  faults: RowFault[];
  faultCount: number;
  /** Rows that somebody came before, between their check and their turn; at most some are listed. */
  exceptions: { key: string; detail: string }[];
}

export interface StoredImport {
  id: string;
  kind: ImportKind;
  state: ImportState;
  facts: ImportFacts;
  rows: number;
  applied: number;
  createdAt: number;
  updatedAt: number;
}

export interface OperatorStore {
  /** Of its secret or of the one before. */
  operatorKey(hash: string): Promise<OperatorKey | undefined>;
  operatorKeyById(id: string): Promise<ListedKey | undefined>;
  operatorKeys(query: { cursor: string | null; limit: number }): Promise<Page<ListedKey>>;
  hasOperatorKeys(): Promise<boolean>;
  /** Keeps the key that has the id or the secret already. */
  putOperatorKey(command: {
    id: string;
    name: string;
    scopes: string[];
    hash: string;
    expiresAt?: number | null;
    at: number;
  }): Promise<Result<null, Unavailable>>;
  /** Answers whether there was one to be rotated. The old secret works until `previousUntil`. */
  rotateOperatorKey(command: {
    id: string;
    hash: string;
    previousUntil: number;
  }): Promise<Result<boolean, Unavailable>>;
  /** Answers whether there was one that was not revoked yet. */
  revokeOperatorKey(command: { id: string; at: number }): Promise<Result<boolean, Unavailable>>;
  touchOperatorKey(command: { id: string; at: number }): Promise<Result<null, Unavailable>>;
  audit(query: AuditQuery): Promise<Page<AuditEntry>>;
  import(id: string): Promise<StoredImport | undefined>;
  imports(query: { cursor: string | null; limit: number }): Promise<Page<StoredImport>>;
  /** Those that a process left when it ended. */
  unfinishedImports(): Promise<StoredImport[]>;
  /** Records where it stands; what has been applied of it is not for this to say. */
  noteImport(
    command: Omit<StoredImport, 'applied' | 'createdAt' | 'updatedAt'> & { at: number },
  ): Promise<Result<null, Unavailable>>;
  /** From here on all of its rows will be applied, also after a crash. */
  openImport(command: { id: string; at: number }): Promise<Result<null, Unavailable>>;
  /** Applies the next rows of what is staged in `file`; `done` when there are no more. */
  importRows(command: {
    id: string;
    kind: ImportKind;
    file: string;
    limit: number;
    at: number;
  }): Promise<Result<ImportStep, Unavailable>>;
}

export interface ImportStep {
  done: boolean;
  applied: number;
  /** Articles that are not what they were. */
  skus: string[];
}
