// Which passwords are taken, after NIST SP 800-63B section 5.1.1.2: length is what counts, any
// character of Unicode may be in it, and what attackers try first is refused. No rule asks for a
// digit or a capital, as those make people choose worse.

import { commonPasswords } from './common-passwords.js';
import { addressKey } from './email-address.js';
import { ok, type Result, refuse } from './result.js';

export const PASSWORD_MIN = 8;
/** A limit on what has to be hashed, far above what anybody types. */
export const PASSWORD_MAX = 256;

export type PasswordFault = 'too-short' | 'common' | 'repeated' | 'of-your-own';

/** The same password whichever keyboard typed it (NFKC, as the guideline has it). */
export const normalisedPassword = (password: string): string => password.normalize('NFKC');

/** The password as it is hashed, or why it is refused; `about`: the person's address and name. */
export function checkPassword(
  password: string,
  about: readonly string[],
): Result<string, PasswordFault> {
  const normalised = normalisedPassword(password);
  const characters = [...normalised];
  if (characters.length < PASSWORD_MIN) return refuse('too-short');
  const plain = normalised.toLowerCase();
  if (commonPasswords.has(plain)) return refuse('common');
  if (new Set(plain).size < 3 || isRun(plain)) return refuse('repeated');
  if (about.some((text) => isOwn(plain, text))) return refuse('of-your-own');
  return ok(normalised);
}

/** `abcdefgh`, `87654321`: each character next to the last. */
function isRun(text: string): boolean {
  const steps = new Set(
    [...text].slice(1).map((character, index) => {
      const previous = [...text][index] as string;
      return (character.codePointAt(0) as number) - (previous.codePointAt(0) as number);
    }),
  );
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** The text itself, or with no more than three characters besides. */
function isOwn(password: string, text: string): boolean {
  const own = addressKey(text);
  const local = own.slice(0, own.includes('@') ? own.lastIndexOf('@') : undefined);
  return [own, local].some(
    (part) => part.length >= 4 && password.includes(part) && password.length - part.length <= 3,
  );
}

export const passwordFaults: Readonly<Record<PasswordFault, string>> = {
  'too-short': `must be at least ${PASSWORD_MIN} characters long`,
  common: 'is one of the passwords that are tried first',
  repeated: 'is a character repeated, or a run of neighbours',
  'of-your-own': 'is made of your own name or e-mail address',
};
