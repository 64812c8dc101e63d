// What the warehouse and the shop tell each other, once its signature and its age are as they should be.

import type { Webhook } from 'standardwebhooks';
import { verifyNotice } from '../signed-notice.js';
import {
  InvalidWarehouseNotice,
  StaleWarehouseNotice,
  UnreadableWarehouseNotice,
} from './warehouse.js';

/** @throws InvalidWarehouseNotice, StaleWarehouseNotice, UnreadableWarehouseNotice */
export function genuineNotice(
  webhook: Webhook,
  rawBody: string,
  headers: Record<string, string>,
): unknown {
  const verified = verifyNotice(webhook, rawBody, headers);
  if (verified.type === 'genuine') return verified.notice;
  const { type, reason } = verified;
  if (type === 'unreadable') throw new UnreadableWarehouseNotice('', reason);
  throw type === 'stale' ? new StaleWarehouseNotice(reason) : new InvalidWarehouseNotice(reason);
}
