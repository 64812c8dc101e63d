// What every payment provider does, whoever is behind it. One suite, looped over all of them.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaptureMode,
  InvalidNotice,
  type KnownCharge,
  type Notice,
  type PaymentProvider,
  StaleNotice,
} from '../../../src/gateways/payment/provider.js';

export interface Sent {
  body: string;
  headers: Record<string, string>;
}

export interface ProviderUnderTest {
  open(capture: CaptureMode): PaymentProvider;
  tokens: { approves: string; declines: string; challenges: string; unknown: string };
  /** What the customer says when they are asked. */
  answer(key: string, isApproved: boolean): Promise<void>;
  /** Minor units that the provider has taken and not given back. */
  taken(key: string): Promise<number>;
  /** A notice that the charge was captured, signed at a time. */
  notice(key: string, at: number): Promise<Sent>;
  close(): Promise<void>;
}

const patience = () => AbortSignal.timeout(10_000);

export function providerContract(name: string, start: () => Promise<ProviderUnderTest>): void {
  describe(`the payment provider ${name}`, () => {
    let underTest: ProviderUnderTest;
    let automatic: PaymentProvider;
    let manual: PaymentProvider;

    beforeAll(async () => {
      underTest = await start();
      automatic = underTest.open('automatic');
      manual = underTest.open('manual');
    });
    afterAll(() => underTest?.close());

    const fresh = (reference: string | null = null): KnownCharge => ({
      key: `order-${randomUUID()}`,
      amount: 2_812,
      currency: 'EUR',
      reference,
      createdAt: Date.now(),
    });
    type Token = keyof ProviderUnderTest['tokens'];
    const pay = (provider: PaymentProvider, charge: KnownCharge, token: Token) => {
      const returnUrl = () => 'https://shop.example/orders/1';
      const { key, amount, currency } = charge;
      const request = { key, amount, currency, token: underTest.tokens[token], returnUrl };
      return provider.charge(request, patience());
    };
    const refund = (charge: KnownCharge, amount: number, attempt = 1, isRepeated = false) =>
      automatic.refund(
        { charge, key: `${charge.key}.refund.${attempt}`, amount, isRepeated },
        patience(),
      );

    describe('charging', () => {
      test('takes the amount and answers its own reference', async () => {
        const charge = fresh();
        const outcome = await pay(automatic, charge, 'approves');

        expect(outcome).toEqual({ type: 'captured', reference: expect.any(String) });
        expect(await underTest.taken(charge.key)).toBe(2_812);
        expect(await automatic.lookup(charge)).toEqual(outcome);
      });

      test('takes it once, however often it is asked for, one after another and at once', async () => {
        const charge = fresh();
        const first = await pay(automatic, charge, 'approves');
        const again = await Promise.all([1, 2, 3].map(() => pay(automatic, charge, 'approves')));

        expect(again).toEqual([first, first, first]);
        expect(await underTest.taken(charge.key)).toBe(2_812);
      });

      test('says why it declines, takes nothing, and remembers it', async () => {
        const charge = fresh();
        const outcome = await pay(automatic, charge, 'declines');

        expect(outcome).toEqual({ type: 'declined', declineCode: expect.any(String) });
        expect(await pay(automatic, charge, 'declines')).toEqual(outcome);
        expect(await underTest.taken(charge.key)).toBe(0);
        expect(['declined', 'absent']).toContain((await automatic.lookup(charge)).type);
        expect(await automatic.close(charge)).toEqual(outcome);
      });

      test('declines a token that nobody knows', async () => {
        expect((await pay(automatic, fresh(), 'unknown')).type).toBe('declined');
      });
    });

    describe('asking the customer', () => {
      test('answers what they have to do, and takes nothing before', async () => {
        const charge = fresh();
        const outcome = await pay(automatic, charge, 'challenges');

        expect(outcome).toMatchObject({
          type: 'action-required',
          reference: expect.any(String),
          nextAction: { type: 'redirect', url: expect.stringMatching(/^https?:/) },
        });
        expect(await automatic.lookup(charge)).toEqual(outcome);
        expect(await underTest.taken(charge.key)).toBe(0);
      });

      test('takes the amount once they have said yes', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'challenges');
        await underTest.answer(charge.key, true);

        expect((await automatic.lookup(charge)).type).toBe('captured');
        expect(await underTest.taken(charge.key)).toBe(2_812);
      });

      test('declines once they have said no', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'challenges');
        await underTest.answer(charge.key, false);

        expect((await automatic.close(charge)).type).toBe('declined');
        expect(await underTest.taken(charge.key)).toBe(0);
      });

      test('takes nothing after it was closed, whatever they say', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'challenges');
        expect((await automatic.close(charge)).type).toBe('absent');
        await underTest.answer(charge.key, true).catch(() => {});

        expect((await automatic.lookup(charge)).type).toBe('absent');
        expect(await underTest.taken(charge.key)).toBe(0);
      });
    });

    describe('closing', () => {
      test('a key that was never used: nothing can be charged under it any more', async () => {
        const charge = fresh();
        expect(await automatic.lookup(charge)).toEqual({ type: 'absent' });
        expect(await automatic.close(charge)).toEqual({ type: 'absent' });

        expect((await pay(automatic, charge, 'approves')).type).not.toBe('captured');
        expect(await underTest.taken(charge.key)).toBe(0);
      });

      test('comes too late for what was captured, and says so', async () => {
        const charge = fresh();
        const captured = await pay(automatic, charge, 'approves');

        expect(await automatic.close(charge)).toEqual(captured);
        expect(await automatic.close(charge)).toEqual(captured);
        expect(await underTest.taken(charge.key)).toBe(2_812);
      });

      test('releases what was authorised', async () => {
        const charge = fresh();
        await pay(manual, charge, 'approves');

        expect(await manual.close(charge)).toEqual({ type: 'absent' });
        expect(await manual.close(charge)).toEqual({ type: 'absent' });
        expect((await manual.capture(charge, patience())).type).toBe('declined');
        expect(await underTest.taken(charge.key)).toBe(0);
      });
    });

    describe('capturing', () => {
      test('takes what was authorised, once', async () => {
        const charge = fresh();
        const authorised = await pay(manual, charge, 'approves');
        expect(authorised).toEqual({ type: 'authorised', reference: expect.any(String) });
        expect(await manual.lookup(charge)).toEqual(authorised);
        expect(await underTest.taken(charge.key)).toBe(0);

        expect(await manual.capture(charge, patience())).toEqual({ type: 'captured' });
        expect(await manual.capture(charge, patience())).toEqual({ type: 'captured' });
        expect(await underTest.taken(charge.key)).toBe(2_812);
        expect((await manual.lookup(charge)).type).toBe('captured');
      });

      test('is declined where nothing was authorised', async () => {
        expect((await manual.capture(fresh(), patience())).type).toBe('declined');
      });
    });

    describe('refunding', () => {
      test('gives parts back, each once under its key', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'approves');

        expect(await refund(charge, 1_000, 1)).toEqual({ type: 'refunded' });
        expect(await refund(charge, 1_000, 1, true)).toEqual({ type: 'refunded' });
        expect(await underTest.taken(charge.key)).toBe(1_812);
        expect(await refund(charge, 1_812, 2)).toEqual({ type: 'refunded' });
        expect(await underTest.taken(charge.key)).toBe(0);
      });

      test('gives no more back than was taken', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'approves');

        expect((await refund(charge, 2_813)).type).toBe('declined');
        expect(await underTest.taken(charge.key)).toBe(2_812);
      });
    });

    describe('its notices', () => {
      test('are read when they are genuine', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'approves');
        const { body, headers } = await underTest.notice(charge.key, Date.now());

        const expected: Notice = {
          key: charge.key,
          outcome: { type: 'captured', reference: expect.any(String) },
        };
        expect(automatic.readNotice(body, headers)).toEqual(expected);
      });

      test('are refused when a byte of them was changed', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'approves');
        const { body, headers } = await underTest.notice(charge.key, Date.now());

        const read = () => automatic.readNotice(body.replace(charge.key, 'order-of-mine'), headers);
        expect(read).toThrow(InvalidNotice);
        expect(read).not.toThrow(StaleNotice);
        expect(() => automatic.readNotice(body, {})).toThrow(InvalidNotice);
      });

      test('are stale after five minutes', async () => {
        const charge = fresh();
        await pay(automatic, charge, 'approves');
        const { body, headers } = await underTest.notice(charge.key, Date.now() - 301_000);

        expect(() => automatic.readNotice(body, headers)).toThrow(StaleNotice);
      });
    });
  });
}
