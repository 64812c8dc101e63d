// Filing in turns: together where somebody else was at it, all or none, and once told of.

import { describe, expect, test } from 'vitest';
import { type FilingAttempt, type FreshDocument, groupFiling } from '../../src/compute/filing.js';
import { until } from '../support/until.js';

const document = (number: number): FreshDocument => ({
  orderId: `order-${number}`,
  kind: 'invoice-pdf',
  bytes: Uint8Array.of(number),
});
const [one, two, three] = [document(1), document(2), document(3)];

/** A place that somebody else writes to until it is left. */
function place() {
  const commits: FreshDocument[][] = [];
  const state = {
    isTaken: false,
    refused: 0,
    kept: [] as FreshDocument[],
    error: null as Error | null,
  };
  const put = (documents: readonly FreshDocument[]): FilingAttempt => {
    if (state.isTaken) {
      state.refused += 1;
      return { type: 'busy' };
    }
    if (state.error) throw state.error;
    commits.push([...documents]);
    return { type: 'filed', kept: state.kept };
  };
  return { commits, state, put };
}

describe('documents', () => {
  test('are filed at once where nobody else is at it', async () => {
    const { commits, put } = place();
    const filed = groupFiling({ put })([one, two]);
    expect(commits).toEqual([[one, two]]);
    expect(await filed).toEqual(new Set());
  });

  test('that have to wait go in one commit, and each caller hears of it afterwards', async () => {
    const { commits, state, put } = place();
    const file = groupFiling({ put });
    state.isTaken = true;
    const told: string[] = [];
    const all = [[one], [two, three]].map((documents, index) =>
      file(documents).then(() => told.push(`${index} after ${commits.length}`)),
    );
    await until('it has tried again', () => state.refused > 2);
    expect([commits, told]).toEqual([[], []]);
    state.isTaken = false;
    await Promise.all(all);
    expect(commits).toEqual([[one, two, three]]);
    expect(told).toEqual(['0 after 1', '1 after 1']);
  });

  test('that come when the others have left go at once, and take along who waits', async () => {
    const { commits, state, put } = place();
    const file = groupFiling({ put, retryMs: 3_600_000 });
    state.isTaken = true;
    const waiting = file([one]);
    state.isTaken = false;
    await Promise.all([waiting, file([two])]);
    expect(commits).toEqual([[one, two]]);
  });

  test('that were there already are named', async () => {
    const { state, put } = place();
    state.kept = [two];
    expect(await groupFiling({ put })([one, two])).toEqual(new Set([two]));
  });

  test('that cannot be filed are refused together, and the next ones are tried anew', async () => {
    const { commits, state, put } = place();
    const file = groupFiling({ put });
    state.isTaken = true;
    state.error = new Error('disk full');
    const refused = Promise.allSettled([file([one]), file([two])]);
    state.isTaken = false;
    expect(await refused).toMatchObject([
      { status: 'rejected', reason: { message: 'disk full' } },
      { status: 'rejected', reason: { message: 'disk full' } },
    ]);
    state.error = null;
    await file([three]);
    expect(commits).toEqual([[three]]);
  });

  test('are refused where the others never leave', async () => {
    const { state, put } = place();
    state.isTaken = true;
    await expect(groupFiling({ put, patienceMs: 3 })([one])).rejects.toThrow('being written');
  });
});
