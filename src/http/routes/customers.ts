// A customer's own account: registered, read, changed, taken away, erased.

import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Address } from '../../core/order.js';
import { erasePerson, personalData } from '../../orders/customer-data.js';
import type { ShopCustomer } from '../../store/store.js';
import { clearedCookie, DEVICE_COOKIE, SESSION_COOKIE } from '../cookies.js';
import type { App, Doors } from '../doors.js';
import { checkCountry } from '../order-request.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { OrderAnswer, problemAnswers } from '../schemas/answers.js';
import {
  AccountAnswer,
  AccountChange,
  ErasureBody,
  PasswordBody,
  RegistrationBody,
  SessionAnswer,
} from '../schemas/customers.js';
import { refuseForeignPage } from '../sessions.js';
import { sendCookies, visitorOf } from '../visitor.js';

const tags = ['customers'];
const security = [{ session: [] }];

export function customerRoutes(app: App, doors: Doors): void {
  registrationRoute(app, doors);
  accountRoutes(app, doors);
  passwordRoute(app, doors);
  exportRoute(app, doors);
  erasureRoute(app, doors);
}

function registrationRoute(app: App, { access, customers }: Doors): void {
  const { accounts, sessions } = customers;
  app.post(
    '/v1/customers',
    {
      schema: {
        summary: 'Register, and be signed in',
        description:
          'An address that is taken is refused with 409, as whoever registers has to know; how many one client may try is limited. Signing in and resets tell nothing about who is registered.',
        tags,
        body: RegistrationBody,
        response: { 201: SessionAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, access.publicOrigin);
      const registered = await accounts.register(request.body, visitorOf(request));
      if (!registered.ok) return sendProblem(reply, registered.refusal);
      sendCookies(reply, registered.value, sessions.maxAgeMs);
      reply.code(201).header('location', '/v1/customers/me');
      return { customer: registered.value.customer, cartId: null };
    },
  );
}

function accountRoutes(app: App, { access, customers, shop }: Doors): void {
  const { accounts } = customers;
  app.get(
    '/v1/customers/me',
    {
      schema: {
        summary: 'The account',
        tags,
        security,
        response: { 200: AccountAnswer, ...problemAnswers },
      },
    },
    async (request) => {
      const { id } = await access.customer(request);
      return accountView(await shop.store.customer(id));
    },
  );

  app.patch(
    '/v1/customers/me',
    {
      schema: {
        summary: 'Change name, address or e-mail; what is left out stays',
        tags,
        security,
        body: AccountChange,
        response: { 200: AccountAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.customer(request);
      const { name, address, email, password } = request.body;
      checkCountry('/address/country', address);
      if (email === undefined) refusePassword(password);
      else {
        // Whoever has the address can set the password: it takes more than an open browser.
        const proved = await accounts.prove(caller, requiredPassword(password));
        if (!proved.ok) return sendProblem(reply, proved.refusal);
      }
      const changed = await accounts.change(caller, {
        ...(name === undefined ? {} : { name }),
        ...(address === undefined ? {} : { profile: { address } }),
        ...(email === undefined ? {} : { email }),
      });
      if (!changed.ok) return sendProblem(reply, changed.refusal);
      return accountView(await shop.store.customer(caller.id));
    },
  );
}

function accountView(customer: ShopCustomer | undefined) {
  if (!customer) throw new RefusedError({ type: 'not-found' });
  const { id, email, name, profile } = customer;
  const { address } = profile as { address?: Address };
  return { id, email, name, ...(address ? { address } : {}) };
}

/** Whoever means to change it would else be told that all is well. */
function refusePassword(password: string | undefined): void {
  if (password === undefined) return;
  const detail = 'is for a new e-mail; PUT /v1/customers/me/password changes it';
  const errors = [{ pointer: '/password', detail }];
  throw new RefusedError({ type: 'invalid-request', errors });
}

function requiredPassword(password: string | undefined): string {
  if (password !== undefined) return password;
  const errors = [{ pointer: '/password', detail: 'must be given with a new e-mail' }];
  throw new RefusedError({ type: 'invalid-request', errors });
}

function passwordRoute(app: App, { access, customers }: Doors): void {
  const { accounts, sessions } = customers;
  app.put(
    '/v1/customers/me/password',
    {
      schema: {
        summary: 'Change the password: every other browser is signed out',
        tags,
        security,
        body: PasswordBody,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.customer(request);
      const changed = await accounts.changePassword(caller, request.body, visitorOf(request));
      if (!changed.ok) return sendProblem(reply, changed.refusal);
      sendCookies(reply, changed.value, sessions.maxAgeMs);
      return reply.code(204).send(null);
    },
  );
}

/** A stream to the handler, one document to whoever reads it. */
const PersonalData = Type.Unsafe<Readable>(
  Type.Object({
    exportedAt: Type.String(),
    customer: Type.Object({}),
    account: Type.Object({}),
    sessions: Type.Array(Type.Object({})),
    carts: Type.Array(Type.Object({})),
    orders: Type.Array(OrderAnswer),
  }),
);

function exportRoute(app: App, { access, customers, shop }: Doors): void {
  app.get(
    '/v1/customers/me/export',
    {
      schema: {
        summary: 'Everything that is kept about the person, as one JSON document',
        tags,
        security,
        response: {
          200: {
            description: 'Account, sessions, carts and orders',
            content: { 'application/json': { schema: PersonalData } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id } = await access.customer(request);
      // An erasure may have come first: its session is in the cache until it is told to be over.
      const customer = await shop.store.customer(id);
      if (!customer) throw new RefusedError({ type: 'not-found' });
      const parts = { store: shop.store, carts: customers.carts, now: shop.now };
      const pieces = personalData(parts, customer);
      reply.type('application/json');
      reply.header('content-disposition', 'attachment; filename="personal-data.json"');
      return reply.send(Readable.from(pieces, { objectMode: false }));
    },
  );
}

function erasureRoute(app: App, { access, customers, shop }: Doors): void {
  const { accounts, sessions, carts } = customers;
  app.delete(
    '/v1/customers/me',
    {
      schema: {
        summary: 'Erase the account and what is known of the person',
        description:
          'Account, password, sessions and carts are removed, and whoever failed orders were for. Invoices stay as they were issued, as the law demands, without a tie to an account. 409 while a payment is under way.',
        tags,
        security,
        body: ErasureBody,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const caller = await access.customer(request);
      const proved = await accounts.prove(caller, request.body.password);
      if (!proved.ok) return sendProblem(reply, proved.refusal);
      const parts = { store: shop.store, carts, sessions, now: shop.now };
      const erased = await erasePerson(parts, caller.id);
      if (!erased.ok) return sendProblem(reply, erased.refusal);
      reply.header('set-cookie', clearedCookie(SESSION_COOKIE));
      reply.header('set-cookie', clearedCookie(DEVICE_COOKIE));
      return reply.code(204).send(null);
    },
  );
}
