// Prometheus' text format: what is escaped, what numbers look like, and the lines of a histogram.

import { describe, expect, test } from 'vitest';
import { type MetricFamily, prometheusText } from '../../src/telemetry/prometheus.js';

const family = (more: Partial<MetricFamily>): MetricFamily => ({
  name: 'things_total',
  type: 'counter',
  help: 'Things.',
  samples: [{ value: 1 }],
  ...more,
});

describe('a family', () => {
  test('says what it is before its samples', () => {
    expect(prometheusText([family({})])).toBe(
      '# HELP things_total Things.\n# TYPE things_total counter\nthings_total 1\n',
    );
  });

  test('without samples is left out', () => {
    expect(prometheusText([family({ samples: [] })])).toBe('');
  });

  test('escapes what would end a label or a line', () => {
    const samples = [{ value: 2, labels: { name: 'a"b\\c\nd' } }];

    expect(prometheusText([family({ help: 'a\\b\nc "d"', samples })])).toBe(
      '# HELP things_total a\\\\b\\nc "d"\n# TYPE things_total counter\n' +
        'things_total{name="a\\"b\\\\c\\nd"} 2\n',
    );
  });

  test.each([
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
    [1e-7, '1e-7'],
    [0.25, '0.25'],
  ])('writes %s as %s', (value, written) => {
    expect(prometheusText([family({ samples: [{ value }] })])).toContain(
      `things_total ${written}\n`,
    );
  });

  test('has suffixes behind its name and before its labels', () => {
    const samples = [{ suffix: '_bucket' as const, labels: { step: 'pay', le: '0.1' }, value: 3 }];

    expect(
      prometheusText([family({ name: 'step_seconds', type: 'histogram', samples })]),
    ).toContain('step_seconds_bucket{step="pay",le="0.1"} 3\n');
  });
});
