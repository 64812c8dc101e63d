import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings, writeSettings } from '../../src/core/read-settings.js';
import { defaultSettings, roundingModes, settingChoices } from '../../src/core/settings.js';
import { loadRules } from '../../src/shop-data.js';

const faults = (written: Record<string, unknown>, currencies = ['EUR']) =>
  readSettings(written, currencies).faults;

describe('written settings', () => {
  test('become settings, steps in millionths', () => {
    const written = {
      taxRounding: 'line',
      cashRounding: 'half-down',
      taxStep: '0.001',
      cashStep: '0.05',
      couponsMax: 2,
      dealSteps: 100,
    };
    expect(readSettings(written, ['EUR'])).toEqual({
      settings: {
        taxRounding: 'line',
        cashRounding: 'half-down',
        taxStepMicros: 1_000,
        cashStepMicros: 50_000,
        couponsMax: 2,
        dealSteps: 100,
      },
      faults: [],
    });
  });

  test('may say that there is no step, the currency’s own, or any number of coupons', () => {
    expect(readSettings({ taxStep: null, cashStep: null, couponsMax: null }, ['EUR'])).toEqual({
      settings: { taxStepMicros: null, cashStepMicros: null, couponsMax: null },
      faults: [],
    });
    expect(readSettings({ cashStep: 'currency' }, ['EUR']).settings).toEqual({
      cashStepMicros: 'currency',
    });
  });

  test('have every mistake named with its place, and none of them applied', () => {
    const written = {
      taxRounding: 'never',
      roundings: 'up',
      taxStep: '0.003',
      cashStep: '0.001',
      couponsMax: -1,
      dealSteps: null,
    };
    const { settings, faults } = readSettings(written, ['EUR'], '/settings');
    expect(settings).toEqual({});
    expect(faults).toEqual([
      { pointer: '/settings/taxRounding', detail: 'must be one of rate, line, unit, end' },
      { pointer: '/settings/roundings', detail: 'is no setting' },
      {
        pointer: '/settings/taxStep',
        detail: '"0.003" neither divides the minor unit of EUR nor is a multiple of it',
      },
      {
        pointer: '/settings/cashStep',
        detail: '"0.001" is finer than the minor unit of EUR',
      },
      { pointer: '/settings/couponsMax', detail: 'must be a whole number, or null' },
      { pointer: '/settings/dealSteps', detail: 'must be a whole number up to 1000000' },
    ]);
  });

  test.each([
    [{ taxStep: 0.001 }],
    [{ taxStep: '0' }],
    [{ taxStep: '-1' }],
    [{ taxStep: 'currency' }],
    [{ cashStep: '1e2' }],
    [{ couponsMax: 1.5 }],
    [{ dealSteps: 1_000_001 }],
    [{ toString: 'rate' }],
  ])('are refused: %j', (written) => {
    expect(faults(written)).toHaveLength(1);
  });

  test('have steps that fit every currency of the shop', () => {
    expect(faults({ cashStep: '0.05' }, ['EUR', 'CHF'])).toEqual([]);
    expect(faults({ cashStep: '0.05' }, ['EUR', 'JPY'])).toEqual([
      { pointer: '/cashStep', detail: '"0.05" is finer than the minor unit of JPY' },
    ]);
  });

  test('of the data that is shipped are the defaults', () => {
    expect(loadRules([]).settings).toEqual({});
  });
});

describe('settings of an answer', () => {
  test('are those that are not the default, as a request writes them', () => {
    const written = { rounding: 'up', taxStep: '0.001', cashStep: 'currency', couponsMax: 1 };
    const { settings } = readSettings({ ...written, taxRounding: 'rate' }, ['EUR']);
    expect(writeSettings({ ...defaultSettings, ...settings })).toEqual(written);
    expect(writeSettings(defaultSettings)).toEqual({});
  });
});

describe('properties', () => {
  const choices = { ...settingChoices, cashRounding: roundingModes };

  test('any choices that are offered are read as they are', () => {
    const written = fc.record(
      Object.fromEntries(
        Object.entries(choices).map(([name, all]) => [name, fc.constantFrom<string>(...all)]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(written, (given) => {
        expect(readSettings(given, ['EUR'])).toEqual({ settings: given, faults: [] });
      }),
    );
  });

  test('whatever is written, each name is either read or named as a mistake', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const { settings, faults } = readSettings(given, ['EUR', 'JPY']);
        expect(Object.keys(settings).length + faults.length).toBe(Object.keys(given).length);
      }),
    );
  });
});
