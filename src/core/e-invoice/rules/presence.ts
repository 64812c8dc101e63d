// What an invoice has to say: EN 16931-1, chapter 6.4.1 (BR-1 … BR-65), as far as our documents can
// hold what a rule is about.

import { countries } from '../../countries.js';
import { currencyDigits } from '../../currencies.js';
import type { EnAddress, EnAmount, EnInvoice, EnLine } from '../en-invoice.js';
import type { EnRule } from './rule.js';

const isText = (text: string | null): boolean => text !== null && text.trim() !== '';
const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
const isAmount = (amount: number): boolean => Number.isSafeInteger(amount);
const isDecimal = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

const everyLine = (holds: (line: EnLine) => boolean) => (invoice: EnInvoice) =>
  invoice.lines.every(holds);

const every = (amounts: readonly EnAmount[], holds: (amount: EnAmount) => boolean): boolean =>
  amounts.every(holds);

const isSaid = ({ reason, reasonCode }: EnAmount): boolean => isText(reason) || isText(reasonCode);

const hasCountry = ({ country }: EnAddress): boolean => countries.has(country);

/** Something of an address beside its country. */
const isAddress = ({ line1, city, postalCode }: EnAddress): boolean =>
  isText(line1) || isText(city) || isText(postalCode);

/** UNCL 4461: both kinds of credit transfer. */
const transfers: ReadonlySet<string> = new Set(['30', '58']);

const isEndpoint = (party: EnInvoice['seller'] | EnInvoice['buyer']): boolean =>
  party.electronicAddress === null ||
  (isText(party.electronicAddress.scheme) && isText(party.electronicAddress.id));

export const presenceRules: readonly EnRule[] = [
  { id: 'BR-2', text: 'has a number (BT-1)', holds: ({ number }) => isText(number) },
  { id: 'BR-3', text: 'has an issue date (BT-2)', holds: ({ issueDate }) => isDate(issueDate) },
  {
    id: 'BR-4',
    text: 'has a type code (BT-3)',
    holds: ({ typeCode }) => typeCode === '380' || typeCode === '381',
  },
  {
    id: 'BR-5',
    text: 'has a currency (BT-5)',
    holds: ({ currency }) => currencyDigits.has(currency),
  },
  { id: 'BR-6', text: 'names the seller (BT-27)', holds: ({ seller }) => isText(seller.name) },
  { id: 'BR-7', text: 'names the buyer (BT-44)', holds: ({ buyer }) => isText(buyer.name) },
  {
    id: 'BR-8',
    text: 'has the seller’s address (BG-5)',
    holds: ({ seller }) => isAddress(seller.address),
  },
  {
    id: 'BR-9',
    text: 'has the seller’s country (BT-40)',
    holds: ({ seller }) => hasCountry(seller.address),
  },
  {
    id: 'BR-10',
    text: 'has the buyer’s address (BG-8)',
    holds: ({ buyer }) => isAddress(buyer.address),
  },
  {
    id: 'BR-11',
    text: 'has the buyer’s country (BT-55)',
    holds: ({ buyer }) => hasCountry(buyer.address),
  },
  {
    id: 'BR-12',
    text: 'has the sum of its lines (BT-106)',
    holds: ({ totals }) => isAmount(totals.lines),
  },
  {
    id: 'BR-13',
    text: 'has a total without VAT (BT-109)',
    holds: ({ totals }) => isAmount(totals.net),
  },
  {
    id: 'BR-14',
    text: 'has a total with VAT (BT-112)',
    holds: ({ totals }) => isAmount(totals.gross),
  },
  { id: 'BR-15', text: 'has an amount due (BT-115)', holds: ({ totals }) => isAmount(totals.due) },
  { id: 'BR-16', text: 'has at least one line (BG-25)', holds: ({ lines }) => lines.length > 0 },
  {
    id: 'BR-21',
    text: 'has a line identifier in each line (BT-126)',
    holds: everyLine(({ id }) => isText(id)),
  },
  {
    id: 'BR-22',
    text: 'has a quantity in each line (BT-129)',
    holds: everyLine(({ quantity }) => isDecimal(quantity)),
  },
  {
    id: 'BR-23',
    text: 'has a unit in each line (BT-130)',
    holds: everyLine(({ unit }) => isText(unit)),
  },
  {
    id: 'BR-24',
    text: 'has a net amount in each line (BT-131)',
    holds: everyLine(({ amount }) => isAmount(amount)),
  },
  {
    id: 'BR-25',
    text: 'has a name in each line (BT-153)',
    holds: everyLine(({ name }) => isText(name)),
  },
  {
    id: 'BR-26',
    text: 'has a net price in each line (BT-146)',
    holds: everyLine(({ price }) => isDecimal(price)),
  },
  {
    id: 'BR-27',
    text: 'has no net price below zero (BT-146)',
    holds: everyLine(({ price }) => !price.startsWith('-')),
  },
  {
    id: 'BR-31',
    text: 'has an amount in each document allowance (BT-92)',
    holds: ({ allowances }) => every(allowances, ({ amount }) => isAmount(amount)),
  },
  {
    id: 'BR-33',
    text: 'says why in each document allowance (BT-97, BT-98)',
    holds: ({ allowances }) => every(allowances, isSaid),
  },
  {
    id: 'BR-36',
    text: 'has an amount in each document charge (BT-99)',
    holds: ({ charges }) => every(charges, ({ amount }) => isAmount(amount)),
  },
  {
    id: 'BR-38',
    text: 'says why in each document charge (BT-104, BT-105)',
    holds: ({ charges }) => every(charges, isSaid),
  },
  {
    id: 'BR-41',
    text: 'has an amount in each line allowance (BT-136)',
    holds: everyLine(({ allowances }) => every(allowances, ({ amount }) => isAmount(amount))),
  },
  {
    id: 'BR-42',
    text: 'says why in each line allowance (BT-139, BT-140)',
    holds: everyLine(({ allowances }) => every(allowances, isSaid)),
  },
  {
    id: 'BR-43',
    text: 'has an amount in each line charge (BT-141)',
    holds: everyLine(({ charges }) => every(charges, ({ amount }) => isAmount(amount))),
  },
  {
    id: 'BR-44',
    text: 'says why in each line charge (BT-144, BT-145)',
    holds: everyLine(({ charges }) => every(charges, isSaid)),
  },
  {
    id: 'BR-45',
    text: 'has a base in each row of the VAT breakdown (BT-116)',
    holds: ({ taxes }) => taxes.every(({ base }) => isAmount(base)),
  },
  {
    id: 'BR-46',
    text: 'has an amount in each row of the VAT breakdown (BT-117)',
    holds: ({ taxes }) => taxes.every(({ amount }) => isAmount(amount)),
  },
  {
    id: 'BR-48',
    text: 'has a rate in each row of the VAT breakdown, but for O (BT-119)',
    holds: ({ taxes }) =>
      taxes.every(({ vat }) => vat.category === 'O' || isDecimal(vat.rate ?? '')),
  },
  {
    id: 'BR-49',
    text: 'has a type of payment means (BT-81)',
    holds: ({ payment }) => isText(payment.meansCode),
  },
  {
    id: 'BR-50',
    text: 'has the account that is paid to (BT-84)',
    holds: ({ payment }) => payment.account === null || isText(payment.account.iban),
  },
  {
    id: 'BR-53',
    text: 'has the VAT in the accounting currency where there is one (BT-111)',
    holds: ({ accounting }) => accounting === null || isAmount(accounting.tax),
  },
  {
    id: 'BR-55',
    text: 'has the number of the invoice that it refers to (BT-25)',
    holds: ({ preceding }) => preceding === null || isText(preceding.number),
  },
  {
    id: 'BR-57',
    text: 'has the country of delivery (BT-80)',
    holds: ({ delivery }) => hasCountry(delivery.address),
  },
  {
    id: 'BR-61',
    text: 'has an account where it is paid by credit transfer (BT-84)',
    holds: ({ payment }) => !transfers.has(payment.meansCode) || payment.account !== null,
  },
  {
    id: 'BR-62',
    text: 'has a scheme with the seller’s electronic address (BT-34)',
    holds: ({ seller }) => isEndpoint(seller),
  },
  {
    id: 'BR-63',
    text: 'has a scheme with the buyer’s electronic address (BT-49)',
    holds: ({ buyer }) => isEndpoint(buyer),
  },
];
