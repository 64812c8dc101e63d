import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AttemptLimits,
  type AttemptPolicy,
  clientKey,
  type SignInAttempt,
  type Ticket,
  waitMs,
} from '../../src/core/attempt-limits.js';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const policy = (free: number, waitMaxMs = 900 * SECOND_MS): AttemptPolicy => ({
  free,
  firstWaitMs: 10 * SECOND_MS,
  waitMaxMs,
  forgetMs: HOUR_MS,
});
const limitsOf = (countersMax = 1_000) =>
  new AttemptLimits({
    countersMax,
    policies: {
      device: policy(5),
      pair: policy(5),
      client: policy(20, 30 * SECOND_MS),
      account: policy(Number.MAX_SAFE_INTEGER, 0),
      registration: policy(3),
      reset: policy(3),
    },
  });

const stranger: SignInAttempt = { client: '192.0.2.1', account: 'anna', device: null };
const known: SignInAttempt = { ...stranger, device: 'device-of-anna' };

function ticketOf(limits: AttemptLimits, attempt: SignInAttempt, at: number): Ticket {
  const admission = limits.signIn(attempt, at);
  if (admission.type === 'refused') throw new Error('it was refused');
  return admission.ticket;
}

describe('a stranger', () => {
  test('has some free tries, then waits twice as long each time, up to the longest wait', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, stranger, 0);

    let at = 0;
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      const refused = limits.signIn(stranger, at);
      if (refused.type !== 'refused') throw new Error('it was admitted');
      waits.push(refused.retryAfterMs / SECOND_MS);
      at += refused.retryAfterMs;
      ticketOf(limits, stranger, at);
    }

    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900]);
  });

  test('is not made to wait longer by asking while the wait lasts', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, stranger, 0);

    for (let tries = 0; tries < 100; tries += 1) limits.signIn(stranger, 1);

    expect(limits.signIn(stranger, 10 * SECOND_MS).type).toBe('admitted');
  });

  test('who knows the password begins anew', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 4; tries += 1) ticketOf(limits, stranger, 0);
    limits.succeeded(ticketOf(limits, stranger, 0));
    expect(limits.size).toBe(2);

    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, stranger, 0);
  });

  test('is forgotten after an hour of quiet', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, stranger, 0);
    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, stranger, HOUR_MS);
  });

  test('waits no longer when the clock is set back', () => {
    const limits = limitsOf();
    const at = 10 * HOUR_MS;
    for (let times = 0; times < 6; times += 1) limits.signIn(stranger, at);
    expect(limits.signIn(stranger, at)).toMatchObject({ type: 'refused' });
    expect(limits.signIn(stranger, at - HOUR_MS)).toMatchObject({ type: 'admitted' });
  });

  test('who tries many accounts is slowed down for all of them, never for long', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 20; tries += 1) {
      ticketOf(limits, { ...stranger, account: `account ${tries}` }, 0);
    }

    const refused = limits.signIn({ ...stranger, account: 'another' }, 0);
    expect(refused).toEqual({ type: 'refused', retryAfterMs: 10 * SECOND_MS });
    expect(limits.signIn({ ...stranger, client: '192.0.2.2' }, 0).type).toBe('admitted');
  });

  test('at an account that many guess at has fewer free tries, and still a first one', () => {
    const limits = limitsOf();
    for (let n = 0; n < 60; n += 1) ticketOf(limits, { ...stranger, client: `client ${n}` }, 0);

    const fresh = { ...stranger, client: 'somebody on a new device' };
    expect(limits.signIn(fresh, 0).type).toBe('admitted');
    expect(limits.signIn(fresh, 0).type).toBe('refused');
  });
});

describe('a known device', () => {
  test('has its own wrong passwords counted', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 5; tries += 1) ticketOf(limits, known, 0);
    expect(limits.signIn(known, 0).type).toBe('refused');
    expect(limits.signIn({ ...known, device: 'another device' }, 0).type).toBe('admitted');
  });

  test('an attempt that was not made at all is taken back', () => {
    const limits = limitsOf();
    for (let tries = 0; tries < 50; tries += 1) limits.takeBack(ticketOf(limits, known, 0));
    expect(limits.size).toBe(0);
  });
});

describe('properties', () => {
  const attempts = fc.array(
    fc.record({
      client: fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.7'),
      account: fc.constantFrom('anna', 'ben', 'carla'),
      device: fc.constantFrom(null, 'device-of-ben', 'device-of-an-attacker'),
      afterMs: fc.nat(HOUR_MS),
      outcome: fc.constantFrom('failed', 'failed', 'succeeded', 'not made'),
    }),
    { maxLength: 200 },
  );

  const play = (
    limits: AttemptLimits,
    moves: typeof attempts extends fc.Arbitrary<infer A> ? A : never,
  ) => {
    let at = 0;
    for (const { afterMs, outcome, ...attempt } of moves) {
      at += afterMs;
      const admission = limits.signIn(attempt, at);
      if (admission.type === 'refused') continue;
      if (outcome === 'succeeded') limits.succeeded(admission.ticket);
      if (outcome === 'not made') limits.takeBack(admission.ticket);
    }
    return at;
  };

  test('whatever others do, a device that signed in before is never kept out', () => {
    fc.assert(
      fc.property(attempts, fc.constantFrom(3, 1_000), (moves, countersMax) => {
        const limits = limitsOf(countersMax);
        const at = play(limits, moves);
        expect(limits.signIn(known, at).type).toBe('admitted');
      }),
    );
  });

  test('whatever others do, somebody from elsewhere has a try at any account', () => {
    fc.assert(
      fc.property(attempts, (moves) => {
        const limits = limitsOf();
        const at = play(limits, moves);
        const fresh = { client: '203.0.113.9', account: 'anna', device: null };
        expect(limits.signIn(fresh, at).type).toBe('admitted');
      }),
    );
  });

  test('nobody waits longer than the longest wait, and whoever has waited gets in', () => {
    fc.assert(
      fc.property(attempts, (moves) => {
        const limits = limitsOf();
        const at = play(limits, moves);
        const refused = limits.signIn(stranger, at);
        if (refused.type === 'admitted') return;
        expect(refused.retryAfterMs).toBeLessThanOrEqual(900 * SECOND_MS);
        expect(limits.signIn(stranger, at + refused.retryAfterMs).type).toBe('admitted');
      }),
    );
  });

  test('memory is bounded, whoever tries', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 300 }), (clients) => {
        const limits = limitsOf(10);
        for (const client of clients) limits.signIn({ client, account: client, device: null }, 0);
        expect(limits.size).toBeLessThanOrEqual(30);
      }),
    );
  });

  test('one address never has more failures than its free ones and one each wait', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60 * SECOND_MS), { maxLength: 300 }), (pauses) => {
        const limits = limitsOf();
        let at = 0;
        let admitted = 0;
        for (const pause of pauses) {
          at += pause;
          if (limits.signIn(stranger, at).type === 'admitted') admitted += 1;
        }
        // 10 s, 20 s, 40 s … have to have passed between those that were not free.
        const most =
          5 + Math.ceil(Math.log2(at / (10 * SECOND_MS) + 1)) + Math.ceil(at / (900 * SECOND_MS));
        expect(admitted).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('a client', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['192.0.2.1:49152', '192.0.2.1'],
    ['[2001:db8:1:2::7]:49152', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]', '2001:db8:1:2::/64'],
  ])('is its address, or its network of 64 bits: %s', (address, key) => {
    expect(clientKey(address)).toBe(key);
  });
});

test('a wait has no end in sight only up to its maximum', () => {
  expect(waitMs(policy(0), 1_000_000)).toBe(900 * SECOND_MS);
  expect(waitMs(policy(0), -1)).toBe(0);
});
