// Signing in and out, and the browsers that are signed in.

import { Type } from 'typebox';
import { clearedCookie, cookieOf, SESSION_COOKIE } from '../cookies.js';
import type { App, Doors } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import {
  EndedAnswer,
  SessionAnswer,
  SessionParams,
  SessionsAnswer,
  SignInBody,
} from '../schemas/customers.js';
import { refuseForeignPage } from '../sessions.js';
import { sendCookies, visitorOf } from '../visitor.js';

const tags = ['customers'];
const security = [{ session: [] }];

export function sessionRoutes(app: App, doors: Doors): void {
  signInRoutes(app, doors);
  listRoutes(app, doors);
}

function signInRoutes(app: App, { access, customers }: Doors): void {
  const { accounts, sessions, carts } = customers;
  app.post(
    '/v1/session',
    {
      schema: {
        summary: 'Sign in',
        description:
          "Sets the session's cookie, a new one each time. An unknown address and a wrong password are answered alike. After some wrong passwords the next ones have to wait (429, Retry-After); a device that has signed in before only for its own. A cart that is being ordered (`cartId`, or the customer's) is waited for.",
        tags,
        body: SignInBody,
        response: { 200: SessionAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, access.publicOrigin);
      const { email, password, cartId } = request.body;
      const signedIn = await accounts.signIn({ email, password }, visitorOf(request));
      if (!signedIn.ok) return sendProblem(reply, signedIn.refusal);
      sendCookies(reply, signedIn.value, sessions.maxAgeMs);
      const { customer } = signedIn.value;
      const cart =
        cartId === undefined
          ? await carts.cartOf(customer.id)
          : await carts.merge({ customerId: customer.id, guestCartId: cartId });
      return { customer, cartId: cart };
    },
  );

  app.get(
    '/v1/session',
    {
      schema: {
        summary: 'Who is signed in; nobody is an answer too',
        tags,
        response: { 200: SessionAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.callerOf(request);
      if (caller.type !== 'customer') {
        if (cookieOf(request, SESSION_COOKIE) !== null) clearCookie(reply);
        return { customer: null, cartId: null };
      }
      const { id, email, name } = caller;
      return { customer: { id, email, name }, cartId: await carts.cartOf(id) };
    },
  );

  app.delete(
    '/v1/session',
    {
      schema: {
        summary: 'Sign out; done again, it changes nothing',
        tags,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.callerOf(request);
      if (caller.type === 'customer') {
        const ended = await sessions.end(caller, 'this');
        if (!ended.ok) return sendProblem(reply, ended.refusal);
      }
      clearCookie(reply);
      return reply.code(204).send(null);
    },
  );
}

const clearCookie = (reply: { header(name: string, value: string): unknown }) =>
  void reply.header('set-cookie', clearedCookie(SESSION_COOKIE));

function listRoutes(app: App, { access, customers, shop }: Doors): void {
  const { sessions } = customers;
  const time = (at: number): string => new Date(at).toISOString();
  app.get(
    '/v1/sessions',
    {
      schema: {
        summary: 'The browsers that are signed in, newest first',
        tags,
        security,
        response: { 200: SessionsAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      const { id, sessionId } = await access.customer(request);
      const all = (await shop.store.sessionsOf(id)).filter((session) => sessions.isLive(session));
      const items = all.map((session) => ({
        id: session.id,
        current: session.id === sessionId,
        userAgent: session.userAgent,
        createdAt: time(session.createdAt),
        lastSeenAt: time(session.lastSeenAt),
        expiresAt: time(session.expiresAt),
      }));
      return { items, nextCursor: null };
    },
  );

  app.delete(
    '/v1/sessions',
    {
      schema: {
        summary: 'Sign all other browsers out',
        tags,
        security,
        response: { 200: EndedAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ended = await sessions.end(await access.customer(request), 'others');
      return ended.ok ? { ended: ended.value } : sendProblem(reply, ended.refusal);
    },
  );

  app.delete(
    '/v1/sessions/:id',
    {
      schema: {
        summary: 'Sign one browser out',
        tags,
        security,
        params: SessionParams,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.customer(request);
      const ended = await sessions.end(caller, { id: request.params.id });
      if (!ended.ok) return sendProblem(reply, ended.refusal);
      if (ended.value === 0) throw new RefusedError({ type: 'not-found' });
      if (request.params.id === caller.sessionId) clearCookie(reply);
      return reply.code(204).send(null);
    },
  );
}
