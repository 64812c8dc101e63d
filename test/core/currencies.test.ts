import { describe, expect, test } from 'vitest';
import { currencyDigits, currencyEnds } from '../../src/core/currencies.js';

const of = (digits: number): string[] =>
  [...currencyDigits].filter(([, each]) => each === digits).map(([code]) => code);

describe('the currencies of ISO 4217', () => {
  test('are all there: those in use, and those that documents may still be in', () => {
    expect(currencyDigits.size).toBeGreaterThanOrEqual(166);
    const inUse = [...currencyDigits.keys()].filter((code) => !currencyEnds.has(code));
    expect(inUse.length).toBe(165);
  });

  test('have 0, 3 or 4 decimals where the standard says so', () => {
    expect(of(0).sort().join(' ')).toBe(
      'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    );
    expect(of(3).sort().join(' ')).toBe('BHD IQD JOD KWD LYD OMR TND');
    expect(of(4).sort().join(' ')).toBe('CLF UYW');
  });

  test.each(['CHE', 'CHW', 'COU', 'BOV', 'MXV', 'USN', 'SLE', 'XCG', 'ZWG', 'VED', 'MGA', 'MRU'])(
    '%s has two',
    (code) => {
      expect(currencyDigits.get(code)).toBe(2);
    },
  );

  test('that have ended say when, and keep their decimals', () => {
    for (const [code, day] of currencyEnds) {
      expect(currencyDigits.has(code)).toBe(true);
      expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    expect(currencyEnds.get('BGN')).toBe('2026-01-01');
    expect(currencyEnds.get('HRK')).toBe('2023-01-01');
    expect(currencyEnds.has('EUR')).toBe(false);
  });

  test.each(['XXX', 'XTS', 'XAU', 'XDR', 'DEM'])('%s is not one of them', (code) => {
    expect(currencyDigits.has(code)).toBe(false);
  });
});
