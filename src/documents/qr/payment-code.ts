// The text of a payment code, which banking apps read off an invoice ("GiroCode"; European Payments
// Council, EPC069-12, version 2): a credit transfer in euros.

import { isIban } from '../../core/iban.js';

export interface CreditTransfer {
  name: string;
  iban: string;
  bic?: string;
  /** Cents. */
  amount: number;
  /** What the payer's bank passes on: the invoice's number. */
  remittance: string;
}

const AMOUNT_MAX = 99_999_999_999;
const NAME_MAX = 70;
const REMITTANCE_MAX = 140;
const UTF_8 = '1';

/** `null` where no bank would take the transfer: a code that fails is worse than none. */
export function paymentCode({
  name,
  iban,
  bic,
  amount,
  remittance,
}: CreditTransfer): string | null {
  const account = iban.replace(/\s/g, '').toUpperCase();
  if (!isIban(account) || amount < 1 || amount > AMOUNT_MAX) return null;
  const euros = `EUR${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const purpose = '';
  const structured = '';
  return [
    ...['BCD', '002', UTF_8, 'SCT', (bic ?? '').replace(/\s/g, '')],
    ...[cut(name, NAME_MAX), account, euros, purpose, structured],
    cut(remittance, REMITTANCE_MAX),
  ].join('\n');
}

const cut = (text: string, length: number): string =>
  [...text.replace(/\s+/g, ' ').trim()].slice(0, length).join('');
