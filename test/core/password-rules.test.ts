import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonPasswords } from '../../src/core/common-passwords.js';
import { addressKey } from '../../src/core/email-address.js';
import { checkPassword, PASSWORD_MIN } from '../../src/core/password-rules.js';

describe('a password', () => {
  test.each([
    ['seven77', 'too-short'],
    ['🐴🐴🔋🔋📎📎✅', 'too-short'],
    ['Password', 'common'],
    ['ｐａｓｓｗｏｒｄ', 'common'],
    ['1212121212', 'repeated'],
    ['87654321098', null],
    ['zyxwvutsrq', 'repeated'],
    ['anna.schneider', 'of-your-own'],
    ['Anna.Schneider!1', 'of-your-own'],
    ['anna.schneider likes tea', null],
    ['correct horse battery', null],
  ])('%s is refused as %s', (password, reason) => {
    const checked = checkPassword(password, ['anna.schneider@example.com', 'Anna']);
    expect(checked.ok ? null : checked.refusal).toBe(reason);
  });

  test('is as long as its characters, not its bytes', () => {
    expect(checkPassword('äöüßéèêë', []).ok).toBe(true);
    expect(checkPassword('x'.repeat(20), []).ok).toBe(false);
  });

  test('is the same however it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 }), (text) => {
        const [composed, decomposed] = [text.normalize('NFC'), text.normalize('NFD')];
        expect(checkPassword(composed, [])).toEqual(checkPassword(decomposed, []));
      }),
    );
  });

  test('of the list is one that the length alone would let pass', () => {
    expect(commonPasswords.size).toBeGreaterThan(200);
    const wrong = [...commonPasswords].filter(
      (text) => text !== text.normalize('NFKC').toLowerCase() || text.length < PASSWORD_MIN,
    );
    expect(wrong).toEqual([]);
  });
});

describe('an e-mail address', () => {
  test('is compared without case and form', () => {
    expect(addressKey(' Anna@Example.COM ')).toBe('anna@example.com');
    expect(addressKey('ａnna@example.com')).toBe('anna@example.com');
    expect(addressKey('anna+shop@example.com')).not.toBe(addressKey('anna@example.com'));
  });

  test('has one key, which is its own key', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(addressKey(addressKey(email))).toBe(addressKey(email));
      }),
    );
  });
});
