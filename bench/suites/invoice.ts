/** Invoices: drawing one by itself, and many by threads, with and without filing them as the engine does. */
import { randomUUID } from 'node:crypto';
import type { EInvoiceFormat } from '../../src/core/e-invoice/e-invoice-request.js';
import type { Invoice } from '../../src/core/invoice.js';
import { documentMakers, renderHybridInvoice } from '../../src/documents/desk.js';
import { eInvoiceXml } from '../../src/documents/xml/e-invoice.js';
import { demoCarts, demoInvoice, demoShop } from '../lib/demo-orders.js';
import { type DocumentPool, openDocumentPool } from '../lib/document-pool.js';
import { inFlight } from '../lib/in-flight.js';
import { plainInvoices } from '../lib/plain-invoice.js';
import { type Case, type Suite, threadsOf } from '../lib/suite.js';

/** Documents of a call: so many that its end, when one thread has nothing left to do, hardly counts. */
const SIZES = [
  { lines: 5, documents: 1_024, warmUp: 2_000 },
  { lines: 200, documents: 256, warmUp: 400 },
];
/** Enough for two threads to hold two batches each. */
const IN_FLIGHT = 64;
const DIFFERENT_INVOICES = 16;
const sender = { name: 'Benchmark', address: 'orders@shop.example' };

export function invoiceSuite(workDir: string): Suite {
  return {
    name: 'invoice',
    title: 'Invoice: PDFs and e-invoices of 5 and 200 lines',
    unit: 'documents',
    cases: [
      ...SIZES.map(({ lines }) => drawCase(lines)),
      ...SIZES.flatMap(({ lines }) =>
        (['ubl', 'cii'] as const).map((format) => xmlCase(lines, format)),
      ),
      ...SIZES.map(({ lines }) => pdfkitCase(lines, 'cut')),
      pdfkitCase(5, 'whole'),
      emailCase(),
      ...SIZES.flatMap((size) =>
        [1, 2].map((threads) => threadsCase({ workDir, threads, isFiled: false, ...size })),
      ),
      ...SIZES.flatMap((size) =>
        [0, 1, 2].map((threads) => threadsCase({ workDir, threads, isFiled: true, ...size })),
      ),
    ],
    comparisons: [
      { faster: drawn(5), slower: byPdfkit(5, 'cut'), atLeast: 6 },
      { faster: drawn(5), slower: byPdfkit(5, 'whole'), atLeast: 50 },
      ...SIZES.map(({ lines }) => twice(rendered, lines)),
      ...SIZES.map(({ lines }) => twice(filed, lines)),
    ],
    note:
      'pdfkit draws a plainer page: no logo, no tax table, no footer, no archive, no e-invoice.\n' +
      'Threads read the order, make its invoice and render it; filing adds a durable commit per batch.\n' +
      'They run at a lower priority than all others: on a machine with other work they get what it leaves.',
  };
}

const drawn = (lines: number): string => `${lines} lines, PDF/A-3b with its e-invoice`;
const byPdfkit = (lines: number, fonts: 'cut' | 'whole'): string =>
  `${lines} lines, by pdfkit, ${fonts === 'cut' ? 'fonts cut beforehand' : 'whole fonts'}`;
const rendered = (lines: number, threads: number): string =>
  `${lines} lines, rendered, ${threadsOf(threads)}`;
const filed = (lines: number, threads: number): string =>
  `${lines} lines, filed, ${threadsOf(threads)}`;

const twice = (named: typeof filed, lines: number) => ({
  faster: named(lines, 2),
  slower: named(lines, 1),
  atLeast: 1.6,
});

function drawCase(lines: number): Case {
  return {
    name: drawn(lines),
    items: 1,
    open: () => {
      const nextInvoice = invoices(lines);
      return { isAsync: false, call: () => renderHybridInvoice(nextInvoice()) };
    },
  };
}

/** Mapped to EN 16931, held against its rules, and written. */
function xmlCase(lines: number, format: EInvoiceFormat): Case {
  return {
    name: `${lines} lines, as an e-invoice in ${format.toUpperCase()}`,
    items: 1,
    open: () => {
      const nextInvoice = invoices(lines);
      const call = () => eInvoiceXml(nextInvoice(), { format, profile: 'en16931' });
      if (!call().ok) throw new Error('an e-invoice was refused');
      return { isAsync: false, call };
    },
  };
}

/** What the plain server of `bench:orders` does in the request, with its font cut beforehand. */
function pdfkitCase(lines: number, fonts: 'cut' | 'whole'): Case {
  return {
    name: byPdfkit(lines, fonts),
    items: 1,
    open: async () => {
      const nextInvoice = invoices(lines);
      const draw = await plainInvoices(fonts);
      return { isAsync: true, call: () => draw(plainInvoice(nextInvoice())) };
    },
  };
}

const plainInvoice = (invoice: Invoice) => ({
  number: invoice.number,
  createdAt: invoice.issueDate,
  customer: invoice.buyer,
  lines: invoice.lines.map((line) => ({
    ...line,
    quantity: Number(line.quantity),
    unitPrice: Number(line.unitPrice),
    gross: line.amount,
  })),
  shippingMinor: invoice.shipping.amount,
  totals: invoice.totals,
});

function emailCase(): Case {
  return {
    name: '5 lines, e-mail composed with the PDF attached',
    items: 1,
    open: () => {
      const nextInvoice = invoices(5);
      const { compose, render } = documentMakers(sender);
      const pdf = render(nextInvoice());
      const call = async () => {
        const link = {
          url: `https://shop.example/orders/${randomUUID()}`,
          goodUntil: '2026-08-30',
        };
        await compose({ orderId: randomUUID(), invoice: nextInvoice(), at: 0, link }, pdf);
      };
      return { isAsync: true, call };
    },
  };
}

interface ThreadsAtWork extends DocumentPool {
  documents: number;
  /** Made by each thread beforehand: every one of them compiles for itself, for seconds. */
  warmUp: number;
}

function threadsCase(work: ThreadsAtWork): Case {
  const { lines, documents, warmUp, threads, isFiled } = work;
  return {
    name: (isFiled ? filed : rendered)(lines, threads),
    items: documents,
    open: async () => {
      const { pool, close } = openDocumentPool(work);
      const one = async () => {
        const issued = await pool.issue({
          ...{ orderId: randomUUID(), refund: null, kind: 'invoice-pdf' },
        });
        if (!issued.ok) throw new Error(`an invoice was refused: ${issued.refusal.detail}`);
      };
      await inFlight(IN_FLIGHT, warmUp * Math.max(1, threads), one);
      return { isAsync: true, call: () => inFlight(IN_FLIGHT, documents, one), close };
    },
  };
}

/** Made ahead of time: pricing the orders is not what is measured. */
function invoices(lines: number): () => Invoice {
  const shop = demoShop();
  const nextCart = demoCarts(shop, lines);
  const made = Array.from({ length: DIFFERENT_INVOICES }, () => demoInvoice(shop, nextCart()));
  let next = -1;
  return () => {
    next = (next + 1) % DIFFERENT_INVOICES;
    return made[next] as Invoice;
  };
}
