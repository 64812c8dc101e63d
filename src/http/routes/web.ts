// The pages that are programs in the browser: each path of theirs answers with the same HTML, in the
// visitor's language and colours from its first byte on, under a policy that lets in nothing but ours.

import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentPolicy } from '../../web/content-policy.js';
import { frameHeaders } from '../../web/reference-page.js';
import type { App, Doors } from '../doors.js';
import { tailored } from '../tailored-page.js';

/** Which page stands at which path. */
const paths: Readonly<Record<string, string>> = {
  '/': 'index',
  '/products/:sku': 'index',
  '/cart': 'index',
  '/checkout': 'index',
  '/account': 'index',
  '/account/reset': 'index',
  '/welcome': 'index',
  '/race': 'race',
  '/race/:id': 'race',
  '/ops': 'ops',
  '/ops/orders': 'ops',
  '/ops/tasks': 'ops',
  '/ops/sales': 'ops',
};

/** Answers with a page, whatever its status is. */
type SendPage = (page: string, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

function pageSender({ web: assets, offer }: Doors): SendPage {
  const headers = {
    ...frameHeaders,
    'content-security-policy': contentPolicy({
      hasStripe: offer.publishableKeys?.stripe !== undefined,
      instead: { 'img-src': "'self' data: blob:", 'form-action': "'self'" },
    }),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
    vary: 'accept-language, cookie',
  };
  return (page, request, reply) =>
    reply
      .headers(headers)
      .type('text/html; charset=utf-8')
      .send(tailored(assets.pages.get(page) ?? '', request, assets));
}

/** Whoever looks for a page is told in one that there is none, under the status that is set already. */
export function missingPage(doors: Doors) {
  const send = pageSender(doors);
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | null => {
    const isPage = request.method === 'GET' && request.headers.accept?.startsWith('text/html');
    return isPage ? send('index', request, reply) : null;
  };
}

export async function webRoutes(app: App, doors: Doors): Promise<void> {
  const { web: assets } = doors;
  const send = pageSender(doors);
  await app.register(fastifyStatic, {
    root: assets.folder,
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => void reply.setHeader('x-content-type-options', 'nosniff'),
  });
  for (const [path, page] of Object.entries(paths)) {
    if (!assets.pages.has(page)) throw new Error(`there is no page ${page} for ${path}`);
    app.get(path, { schema: { hide: true } }, (request, reply) => send(page, request, reply));
  }
}
