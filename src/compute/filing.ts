// Several threads file documents in one place that takes one writer at a time. None of them waits for
// its turn asleep: what was made meanwhile joins what could not be filed yet, and all of it goes in one
// commit. Whose turn it is, the place itself knows, so that nobody can die with it in hand.

import type { DocumentKind } from '../core/document-kind.js';

export interface FreshDocument {
  orderId: string;
  kind: DocumentKind;
  bytes: Uint8Array;
}

/** `kept`: those in whose place somebody else's was there already, and stays. */
export type FilingAttempt = { type: 'filed'; kept: FreshDocument[] } | { type: 'busy' };

export interface FilingOptions {
  /** All of them or none; never waits for another writer. @throws when they cannot be filed. */
  put: (documents: readonly FreshDocument[]) => FilingAttempt;
  retryMs?: number;
  /** Longer than any commit, shorter than a caller's patience. */
  patienceMs?: number;
}

/** About what another writer's commit takes. */
const RETRY_MS = 1;
const PATIENCE_MS = 30_000;

interface Group {
  documents: FreshDocument[];
  since: number;
  filed: Promise<ReadonlySet<FreshDocument>>;
  resolve: (kept: ReadonlySet<FreshDocument>) => void;
  reject: (error: unknown) => void;
}

/** Answers when they are filed, with those that somebody else had filed before. */
export type File = (documents: readonly FreshDocument[]) => Promise<ReadonlySet<FreshDocument>>;

export function groupFiling(options: FilingOptions): File {
  const { put, retryMs = RETRY_MS, patienceMs = PATIENCE_MS } = options;
  let waiting: Group | null = null;

  const attempt = (group: Group): void => {
    try {
      const outcome = put(group.documents);
      if (outcome.type === 'filed') group.resolve(new Set(outcome.kept));
      else if (performance.now() - group.since < patienceMs) return;
      else throw new Error(`the documents' file was being written for ${patienceMs / 1_000} s`);
    } catch (error) {
      group.reject(error);
    }
    waiting = null;
  };

  const retry = (): void => {
    if (waiting) attempt(waiting);
    if (waiting) setTimeout(retry, retryMs);
  };

  return (documents) => {
    const isFirst = waiting === null;
    const group = waiting ?? newGroup();
    waiting = group;
    group.documents.push(...documents);
    attempt(group);
    // One timer at a time: it runs from a group's first attempt to its last.
    if (isFirst && waiting) setTimeout(retry, retryMs);
    return group.filed;
  };
}

function newGroup(): Group {
  const settle = {} as Pick<Group, 'resolve' | 'reject'>;
  const filed = new Promise<ReadonlySet<FreshDocument>>((resolve, reject) => {
    Object.assign(settle, { resolve, reject });
  });
  return { documents: [], since: performance.now(), filed, ...settle };
}
