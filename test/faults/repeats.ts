/** A customer whose answer stayed out asks again under the same key, as every client would. */
import { expect } from 'vitest';
import type { Answer, Client } from './client.js';
import type { Sent } from './customers.js';

/**
 * Repeats every request that has a key, and expects the one answer that the key has. What was lost
 * is asked for twice at once, and takes the answer that comes of it.
 */
export async function expectSameAnswerToKeys(client: Client, sent: readonly Sent[]): Promise<void> {
  await Promise.all(
    sent
      .filter(({ key }) => key !== null)
      .map((request) => (request.answer ? expectAgain(client, request) : recover(client, request))),
  );
}

async function recover(client: Client, request: Sent): Promise<void> {
  const twins = await Promise.all([ask(client, request), ask(client, request)]);
  request.answer = twins.find((answer) => !isInProgress(answer)) ?? (twins[0] as Answer);
  expect(isInProgress(request.answer), 'both are told that the other is at it').toBe(false);
  for (const twin of twins) {
    if (!isInProgress(twin)) expect(withoutReplayed(twin)).toEqual(withoutReplayed(request.answer));
  }
  await expectAgain(client, request);
}

async function expectAgain(client: Client, request: Sent): Promise<void> {
  const again = await ask(client, request);
  expect(again, request.email).toEqual({ ...request.answer, replayed: true });
}

async function ask(client: Client, { body, key }: Sent): Promise<Answer> {
  const answer = await client.placeOrder(body, key);
  if (!answer) throw new Error(`no answer to ${key}`);
  return answer;
}

const withoutReplayed = ({ status, body }: Answer) => ({ status, body });

const isInProgress = ({ status, body }: Answer): boolean =>
  status === 409 && String(body.type).endsWith('request-in-progress');
