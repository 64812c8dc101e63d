// What every store does, whatever it is made of. One suite, looped over all of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyticsContract } from './contract/analytics.js';
import { analyticsSumsContract } from './contract/analytics-sums.js';
import { attemptContract } from './contract/attempts.js';
import { cancellingContract } from './contract/cancelling.js';
import { catalogueContract } from './contract/catalogue.js';
import { claimingContract } from './contract/claiming-tasks.js';
import { concurrencyContract } from './contract/concurrency.js';
import { confirmingContract } from './contract/confirming.js';
import { customerContract } from './contract/customers.js';
import { expiringContract } from './contract/expiring.js';
import { failingContract } from './contract/failing.js';
import { finishingContract } from './contract/finishing-tasks.js';
import { keyContract } from './contract/keys.js';
import { parkingContract } from './contract/parking.js';
import { peopleContract } from './contract/people.js';
import { promotionLimitContract } from './contract/promotion-limits.js';
import { promotionContract } from './contract/promotions.js';
import { readingContract } from './contract/reading.js';
import { refundContract } from './contract/refunding.js';
import { replayingContract } from './contract/replaying-tasks.js';
import { reservingContract } from './contract/reserving.js';
import { shippingContract } from './contract/shipping.js';
import type { OpenStore, StoreUnderTest } from './contract/store-under-test.js';
import { webhookContract } from './contract/telling-endpoints.js';
import { workContract } from './contract/working-off.js';

export function storeContract(name: string, open: OpenStore): void {
  describe(`the store in ${name}`, () => {
    let underTest: StoreUnderTest;
    const shared = () => underTest;

    beforeAll(async () => {
      underTest = await open();
    });
    afterAll(async () => {
      await underTest?.close();
    });

    reservingContract(shared);
    confirmingContract(shared);
    failingContract(shared);
    parkingContract(shared);
    expiringContract(shared);
    cancellingContract(shared);
    refundContract(shared);
    shippingContract(shared);
    promotionLimitContract(shared);
    attemptContract(shared);
    keyContract(shared);
    catalogueContract(shared, open);
    peopleContract(shared);
    customerContract(shared);
    readingContract(shared);
    concurrencyContract(shared);
    promotionContract(open);
    claimingContract(open);
    finishingContract(open);
    replayingContract(open);
    analyticsContract(open);
    analyticsSumsContract(open);
    workContract(open);
    webhookContract(open);

    test('keeps every invariant through all of the above', async () => {
      expect(await underTest.offences()).toEqual([]);
    });
  });
}
