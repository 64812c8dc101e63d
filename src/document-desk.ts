// Where documents are made, put together for a thread: by whom, of which orders, and where they go.

import { createCalendar } from './calendar.js';
import { documentBatch, type OrderSource } from './compute/document-batch.js';
import type { DeskSettings, DocumentDesk } from './compute/documents.js';
import { documentMakers } from './documents/desk.js';
import { emailDrafter } from './gateways/email/file-mailer.js';
import { openArchiveWriter } from './store/sqlite/document-archive.js';

export async function openDocumentDesk(settings: DeskSettings): Promise<DocumentDesk> {
  const { file, seller, formerSellers = [], timeZone, sender, mailFolder } = settings;
  const orders = await openOrders(settings.orders);
  const make = documentBatch({
    orders,
    issuer: { seller, formerSellers, calendar: createCalendar(timeZone) },
    ...documentMakers(sender),
    draft: emailDrafter(mailFolder),
    archive: openArchiveWriter(file),
  });
  return { make, close: () => orders.close() };
}

/** Named, not imported: whatever store the shop has brings its own. */
async function openOrders({ module, options }: DeskSettings['orders']): Promise<OrderSource> {
  const { default: open } = (await import(module)) as {
    default: (options: unknown) => OrderSource;
  };
  return open(options);
}
