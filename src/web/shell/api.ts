// The shop's HTTP API as the pages call it. Nothing here throws: what is refused comes back as a
// problem, and so does a lost connection, because a page has to say something in each case.

export interface FieldProblem {
  pointer: string;
  detail: string;
}

export interface Problem {
  /** The last part of the problem's type: `out-of-stock`; `no-connection` where nothing answered. */
  type: string;
  status: number;
  title: string;
  errors: readonly FieldProblem[];
  /** Seconds after which trying again makes sense. */
  retryAfter: number | null;
  /** What the problem brings besides. */
  members: Readonly<Record<string, unknown>>;
}

export type Answer<Body> =
  | { ok: true; status: number; body: Body; headers: Headers }
  | { ok: false; problem: Problem };

export interface Sending {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 40_000;

export async function call<Body>(path: string, sending: Sending = {}): Promise<Answer<Body>> {
  const { method = 'GET', body, headers = {}, signal } = sending;
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const text = await answer.text();
    const content: unknown = text === '' ? null : JSON.parse(text);
    if (answer.ok) {
      return { ok: true, status: answer.status, body: content as Body, headers: answer.headers };
    }
    return { ok: false, problem: problemOf(answer, content) };
  } catch {
    return { ok: false, problem: noConnection };
  }
}

export const noConnection: Problem = {
  type: 'no-connection',
  status: 0,
  title: '',
  errors: [],
  retryAfter: 1,
  members: {},
};

export function problemOf(answer: Response, content: unknown): Problem {
  const members = (content ?? {}) as Record<string, unknown>;
  const {
    type = '',
    title = '',
    errors = [],
  } = members as {
    type?: string;
    title?: string;
    errors?: FieldProblem[];
  };
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return {
    type: problemType(type),
    status: answer.status,
    title,
    errors,
    retryAfter: Number.isFinite(wait) ? wait : null,
    members,
  };
}

/** `/problems/out-of-stock` → `out-of-stock`. */
export const problemType = (type: string): string => type.slice(type.lastIndexOf('/') + 1);
