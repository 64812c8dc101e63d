/**
 * An invoice thread that files nothing: what rendering takes by itself, and how much of it a second thread
 * adds.
 */
import { workerData } from 'node:worker_threads';
import { createCalendar } from '../../src/calendar.js';
import { documentBatch } from '../../src/compute/document-batch.js';
import type { DeskSettings } from '../../src/compute/documents.js';
import { overTextAsync } from '../../src/compute/over-text.js';
import { yieldToOtherThreads } from '../../src/compute/thread-priority.js';
import { documentMakers } from '../../src/documents/desk.js';
import repeatedOrders, { type RepeatedOrders } from './repeated-orders.js';

yieldToOtherThreads();
const { orders, seller, timeZone, sender } = workerData as DeskSettings;

export default overTextAsync(
  documentBatch({
    orders: repeatedOrders(orders.options as RepeatedOrders),
    issuer: { seller, calendar: createCalendar(timeZone) },
    ...documentMakers(sender),
    archive: { find: () => undefined, put: () => ({ type: 'filed', kept: [] }) },
  }),
);
