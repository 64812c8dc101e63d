// E-mails that set passwords outlive servers that fail and processes that die.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmailOutcome, Mailer } from '../../src/gateways/email/mailer.js';
import { sessionHash } from '../../src/orders/customer-sessions.js';
import { mailDueResets, type ResetMailsOptions } from '../../src/tasks/reset-mails.js';
import { valueIn } from '../support/result.js';
import { openSqlite, type SqliteUnderTest } from '../support/sqlite-store.js';
import { registeredIn } from '../support/store-customers.js';
import { T0 } from '../support/store-orders.js';

let underTest: SqliteUnderTest;
beforeAll(() => {
  underTest = openSqlite();
});
afterAll(() => underTest.close());

const failed: EmailOutcome = { type: 'failed', reason: 'anna@example.com: no', permanent: false };

async function asked(outcomes: (EmailOutcome | Error)[]) {
  const { store } = underTest;
  const person = await registeredIn(store);
  valueIn(await store.requestReset({ address: person.address, at: T0, notAfter: 0 }));
  const clock = { at: T0 };
  const tokens: string[] = [];
  const logged: unknown[] = [];
  const mailer: Mailer = {
    target: 'a test',
    send: async () => {
      const outcome = outcomes.shift() ?? { type: 'sent' };
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    close: () => {},
  };
  const options: ResetMailsOptions = {
    store,
    mailer,
    compose: async ({ id, customer, token }) => {
      tokens.push(token);
      const envelope = { from: 'shop@example.com', to: [customer.email] };
      return { id, messageId: `<${id}>`, envelope, raw: token };
    },
    ttlMs: 3_600_000,
    now: () => clock.at,
    log: { warn: (fields, message) => void logged.push({ fields, message }) },
  };
  const holds = (token = tokens.at(-1) as string) =>
    store.resetOf({ hash: sessionHash(token), at: clock.at });
  return { ...person, options, clock, tokens, logged, holds };
}

describe('an e-mail with a link', () => {
  test('is sent once', async () => {
    const { options, tokens, clock, holds, id } = await asked([]);

    expect(await mailDueResets(options)).toBe(1);
    clock.at += 3_000_000;
    expect(await mailDueResets(options)).toBe(0);

    expect(tokens).toHaveLength(1);
    expect(await holds()).toMatchObject({ customerId: id });
  });

  test('that a server did not take is tried again later with another token, the log names nobody', async () => {
    const { options, tokens, clock, logged, holds } = await asked([failed]);

    expect(await mailDueResets(options)).toBe(0);
    expect(await mailDueResets(options)).toBe(0);
    clock.at += 90_000;
    expect(await mailDueResets(options)).toBe(1);

    expect(tokens).toHaveLength(2);
    expect(await holds(tokens[0])).toBeUndefined();
    expect(await holds(tokens[1])).toBeDefined();
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toMatch(/@|example/);
  });

  test('is tried again after a process that died on the way', async () => {
    const { options, clock, tokens } = await asked([new Error('the process dies here')]);
    await expect(mailDueResets(options)).rejects.toThrow('dies here');

    clock.at += 90_000;
    expect(await mailDueResets(options)).toBe(1);

    expect(tokens).toHaveLength(2);
  });

  test('that will never be taken is given up, as is one that failed too often', async () => {
    const final = await asked([{ ...failed, permanent: true } as EmailOutcome]);
    await mailDueResets(final.options);
    final.clock.at += 3_000_000;
    expect(await mailDueResets(final.options)).toBe(0);
    expect(final.tokens).toHaveLength(1);

    const often = await asked(Array.from({ length: 50 }, () => failed));
    for (let n = 0; n < 50; n += 1) {
      await mailDueResets(often.options);
      often.clock.at += 3_000_000;
    }
    expect(often.tokens).toHaveLength(8);
  });
});
