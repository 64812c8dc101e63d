// Everything that goes wrong leaves as `application/problem+json`, never as a stack or a secret.

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, problems, type Refusal } from '../core/problems.js';
import { AllowedMethods } from './allowed-methods.js';
import { clearedCookie, SESSION_COOKIE } from './cookies.js';
import { fieldErrors } from './field-errors.js';

/** A refusal on its way out of a handler. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.type);
  }
}

/** A 401 has to say how to do better (RFC 9110, 15.5.2): some programs cannot read one that does not. */
export const CHALLENGE = 'Bearer';

export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, body, retryAfter } = problemOf(refusal);
  if (refusal.type === 'session-expired') reply.header('set-cookie', clearedCookie(SESSION_COOKIE));
  // Also where no route was found that would have set them.
  reply.header('x-content-type-options', 'nosniff');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
  if (status === 401) reply.header('www-authenticate', CHALLENGE);
  return sendJson(reply, status, JSON.stringify(body));
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** JSON text as it was stored, or as it is going to be. */
export const sendJson = (reply: FastifyReply, status: number, body: string): FastifyReply =>
  reply
    .code(status)
    // With its charset, which Fastify would put together anew for each answer.
    .type(status < 400 ? JSON_TYPE : PROBLEM_TYPE)
    .send(body);

/** @param missingPage shows whoever looks for a page that there is none; `null` for all others */
export function handleErrors(
  app: FastifyInstance,
  missingPage: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null,
): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = isCoded(request, error) ? coded : refusalOf(error);
    if (refusal.type === 'internal-error') request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, refusal);
  });
  const methods = new AllowedMethods();
  app.addHook('onRoute', (route) => methods.add(route));
  app.setNotFoundHandler((request: FastifyRequest, reply) => {
    const refusal = noRoute(request, methods);
    if (refusal.type === 'method-not-allowed') reply.header('allow', refusal.allowed.join(', '));
    reply.code(problems[refusal.type].status);
    return missingPage(request, reply) ?? sendProblem(reply, refusal);
  });
}

/** A text that could not be read because it is compressed: files are unpacked, and nothing else is. */
function isCoded({ headers }: FastifyRequest, { code }: FastifyError): boolean {
  const { 'content-encoding': coding = '' } = headers;
  return !/^(identity)?$/i.test(coding.trim()) && code === 'FST_ERR_CTP_INVALID_JSON_BODY';
}

const coded: Refusal = {
  type: 'unsupported-media-type',
  detail: 'send the body without Content-Encoding: it is not unpacked',
};

/** Nothing stands at the path, or something that another method asks for. */
function noRoute(request: FastifyRequest, methods: AllowedMethods): Refusal {
  const path = pathOf(request);
  const allowed = methods.of(path);
  // A route that was found may have nothing there itself: a folder of files.
  return allowed.length === 0 || allowed.includes(request.method)
    ? { type: 'not-found', detail: `no route ${request.method} ${path}` }
    : { type: 'method-not-allowed', allowed };
}

/** Without its query, which may hold a token. */
const pathOf = (request: FastifyRequest): string => request.url.split(/[?#]/, 1)[0] as string;

export function refusalOf(error: FastifyError): Refusal {
  if (error instanceof RefusedError) return error.refusal;
  if (error.validation) return { type: 'invalid-request', errors: validationErrors(error) };
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { type: 'payload-too-large', detail: error.message };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { type: 'unsupported-media-type', detail: error.message };
    case 'FST_ERR_BAD_URL':
      // Fastify's own words repeat the address, which may hold a token.
      return invalid('the path cannot be decoded');
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { type: 'uri-too-long', detail: error.message };
  }
  if (error.statusCode === 503) return { type: 'shutting-down' };
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return invalid(error.message);
  }
  return { type: 'internal-error' };
}

const invalid = (detail: string): Refusal => ({
  type: 'invalid-request',
  errors: [{ pointer: '', detail }],
});

function validationErrors({ validation = [], validationContext = 'body' }: FastifyError) {
  const prefix = { body: '', querystring: '?', params: '/params/', headers: 'header ' }[
    validationContext
  ];
  return fieldErrors(validation, (pointer) =>
    prefix === '' ? pointer : prefix + pointer.replace(/^\//, ''),
  );
}
