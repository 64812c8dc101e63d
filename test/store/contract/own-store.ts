import { afterEach, beforeEach, expect } from 'vitest';
import type { OpenStore, Shared, StoreUnderTest } from './store-under-test.js';

/** A store for each test of the `describe` that this is called in; its invariants hold at the end. */
export function ownStore(open: OpenStore): Shared {
  let underTest: StoreUnderTest;
  beforeEach(async () => {
    underTest = await open();
  });
  afterEach(async () => {
    const offences = await underTest.offences();
    await underTest.close();
    expect(offences).toEqual([]);
  });
  return () => underTest;
}
