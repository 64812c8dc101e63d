import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkVatId } from '../../../src/core/tax/vat-id.js';

/** Published: in the tax offices' descriptions of their check digits, or by companies in their imprints. */
const published: [country: string, id: string, note?: string][] = [
  ['AT', 'ATU13585627'],
  ['BE', 'BE0428759497'],
  ['BG', 'BG175074752'],
  ['CY', 'CY10259033P'],
  ['CZ', 'CZ25123891'],
  ['DE', 'DE136695976'],
  ['DK', 'DK13585628'],
  ['EE', 'EE100931558'],
  ['GR', 'EL094259216'],
  ['ES', 'ES54362315K'],
  ['ES', 'ESX2482300W'],
  ['ES', 'ESB58378431'],
  ['ES', 'ESJ99216582'],
  ['FI', 'FI20774740'],
  ['FR', 'FR40303265045'],
  ['FR', 'FR23334175221'],
  ['HR', 'HR33392005961'],
  ['HU', 'HU12892312'],
  ['IE', 'IE6433435F'],
  ['IE', 'IE6433435OA'],
  ['IE', 'IE8D79739I'],
  ['IT', 'IT00743110157'],
  ['LT', 'LT119511515'],
  ['LT', 'LT100001919017'],
  ['LU', 'LU15027442'],
  ['LV', 'LV40003521600'],
  ['MT', 'MT11679112'],
  ['NL', 'NL004495445B01'],
  ['NL', 'NL002455799B11', 'a sole trader of 2020'],
  ['PL', 'PL8567346215'],
  ['PT', 'PT501964843'],
  ['RO', 'RO18547290'],
  ['SE', 'SE123456789701'],
  ['SI', 'SI50223054'],
  ['SK', 'SK2022749619'],
  ['GB', 'GB980780684'],
  ['GB', 'GB802311782'],
  ['CH', 'CHE107787577IVA'],
  ['CH', 'CHE100155212'],
  ['NO', 'NO995525828MVA'],
];

describe('a VAT id', () => {
  test.each(published)('of %s that was published stands the test: %s', (country, id) => {
    expect(checkVatId(id)).toEqual({ ok: true, value: { country, id, hasChecksum: true } });
  });
});
