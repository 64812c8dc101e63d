/** The e-mails that a shop without a mail server has written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestShop } from './shop.js';

export interface WrittenMail {
  to: string;
  text: string;
}

export function resetMails({ dataDir }: TestShop): WrittenMail[] {
  const folder = join(dataDir, 'mail');
  return readdirSync(folder)
    .filter((name) => name.startsWith('password-reset.') && name.endsWith('.eml'))
    .map((name) => unfolded(readFileSync(join(folder, name), 'latin1')))
    .map((raw) => ({ to: /^To: .*?<?([^\s<>]+@[^\s<>]+?)>?\r$/m.exec(raw)?.[1] ?? '', text: raw }));
}

/** Quoted-printable lines joined again, as far as a link needs it. */
const unfolded = (raw: string): string => raw.replace(/=\r\n/g, '').replace(/=3D/g, '=');

export const tokenIn = ({ text }: WrittenMail): string =>
  /\/account\/reset#([\w-]{43})/.exec(text)?.[1] ?? '';
