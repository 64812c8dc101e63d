// Whoever sends a notice that is refused is told why, and an operator has to see it too: where the two
// secrets differ, a warehouse or a provider that talks all day looks like one that says nothing.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '../core/problems.js';
import type { Shop } from '../orders/shop.js';

/** Each kind so often: anybody may send notices, and is not to fill the log. */
const WARN_EVERY_MS = 60_000;

interface Problem {
  type: string;
  detail?: string;
  errors?: FieldError[];
}

/** A hook for what is sent. Refusals for what is known of the order are logged where that is known. */
export function refusedNotices({ log }: Pick<Shop, 'log'>) {
  const kinds = new Map<string, { warnedAt: number; refused: number }>();
  return async (
    { routeOptions }: FastifyRequest,
    { statusCode }: FastifyReply,
    payload: unknown,
  ): Promise<void> => {
    if (statusCode !== 400 && statusCode !== 401) return;
    const { type, detail, errors = [] } = JSON.parse(String(payload)) as Problem;
    const { url: route } = routeOptions;
    const name = `${route} ${type}`;
    const kind = kinds.get(name) ?? { warnedAt: Number.NEGATIVE_INFINITY, refused: 0 };
    kinds.set(name, kind);
    kind.refused += 1;
    const at = performance.now();
    if (at - kind.warnedAt < WARN_EVERY_MS) return;
    const reason = detail ?? errors.map((one) => `${one.pointer} ${one.detail}`.trim()).join('; ');
    log.warn({ route, type, reason, refused: kind.refused }, 'a notice was refused');
    Object.assign(kind, { warnedAt: at, refused: 0 });
  };
}
