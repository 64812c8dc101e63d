// A new password by way of an e-mail.

import { Type } from 'typebox';
import { requestReset, resetPassword } from '../../orders/customer-resets.js';
import type { App, Doors } from '../doors.js';
import { sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { Accepted, ResetBody, ResetParams, ResetRequestBody } from '../schemas/customers.js';
import { refuseForeignPage } from '../sessions.js';
import { sendDeviceCookie, visitorOf } from '../visitor.js';

const tags = ['customers'];

export function resetRoutes(app: App, { access, customers }: Doors): void {
  app.post(
    '/v1/password-resets',
    {
      schema: {
        summary: 'Ask for an e-mail with a link to a new password',
        description:
          'Answered alike, and as fast, whether anybody has the address or not. One e-mail a minute at the most.',
        tags,
        body: ResetRequestBody,
        response: { 202: Accepted, ...problemAnswers },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, access.publicOrigin);
      const { client } = visitorOf(request);
      const requested = await requestReset(customers.resets, request.body.email, client);
      if (!requested.ok) return sendProblem(reply, requested.refusal);
      return reply.code(202).send({ accepted: true });
    },
  );

  app.put(
    '/v1/password-resets/:token',
    {
      schema: {
        summary: 'Set the password, with the token of the e-mail',
        description: 'The token works once. Every browser is signed out; sign in afterwards.',
        tags,
        params: ResetParams,
        body: ResetBody,
        response: { 204: Type.Null(), ...problemAnswers },
      },
    },
    async (request, reply) => {
      refuseForeignPage(request, access.publicOrigin);
      const { token } = request.params;
      const { password } = request.body;
      const { client } = visitorOf(request);
      const done = await resetPassword(customers.resets, { token, password }, client);
      if (!done.ok) return sendProblem(reply, done.refusal);
      sendDeviceCookie(reply, done.value.deviceCookie);
      return reply.code(204).send(null);
    },
  );
}
