// Seller, buyer, delivery and payment as EN 16931 sees them.

import type { Contact, Invoice, LegalId, Seller } from '../invoice.js';
import type { Address } from '../order.js';
import { checkVatId } from '../tax/vat-id.js';
import { cleanText, textOrNull } from './clean-text.js';
import type { EnAddress, EnBuyer, EnDelivery, EnPayment, EnSeller } from './en-invoice.js';
import { electronicAddressOf } from './endpoint-schemes.js';

/** As the norm wants it (BR-CO-9), `null` where it cannot be one. */
function vatIdOf(text: string | undefined): string | null {
  const checked = checkVatId(text ?? '');
  if (!checked.ok) return null;
  const { country, id } = checked.value;
  // Norwegian numbers may lack their prefix.
  return country === 'NO' && !id.startsWith('NO') ? `NO${id}` : id;
}

/** `isTaxed`: not where the supply is outside the scope of VAT, which forbids VAT ids (BR-O-2). */
export function enSeller(seller: Seller, isTaxed: boolean): EnSeller {
  const known = vatIdOf(seller.vatId);
  const vatId = isTaxed ? known : null;
  const taxNumber = textOrNull(seller.taxNumber);
  const legalId = enLegalId(seller.legalId);
  const identifier = taxNumber ?? known ?? textOrNull(seller.registration);
  return {
    name: cleanText(seller.name),
    // Machines must be able to tell who it is (BR-CO-26).
    identifier: legalId || vatId ? null : identifier,
    legalId,
    vatId,
    taxNumber,
    legalInformation: textOrNull(seller.registration),
    electronicAddress: electronicAddressOf(seller.electronicAddress, known, seller.email),
    contact: seller.contact ? enContact(seller.contact) : null,
    address: enAddress(seller),
  };
}

export function enBuyer({ buyer, seller }: Invoice, isTaxed: boolean): EnBuyer {
  const vatId = vatIdOf(buyer.vatId);
  const isDanish = seller.country === 'DK' && buyer.address.country === 'DK';
  return {
    // Whatever the buyer is called, an invoice can be issued.
    name: cleanText(buyer.name) || cleanText(buyer.email),
    // Between Danes an identifier is of a scheme (DK-R-013), and a customer's number is of none.
    identifier: isDanish ? null : textOrNull(buyer.id),
    legalId: enLegalId(buyer.legalId),
    vatId: isTaxed ? vatId : null,
    electronicAddress: electronicAddressOf(buyer.electronicAddress, vatId, buyer.email),
    address: enAddress(buyer.address),
  };
}

export const enDelivery = ({ deliveryAddress, supplyDate }: Invoice): EnDelivery => ({
  name: textOrNull(deliveryAddress.name),
  date: supplyDate,
  address: enAddress(deliveryAddress),
});

const enContact = ({ name, phone, email }: Contact): Contact => ({
  name: cleanText(name),
  phone: cleanText(phone),
  email: cleanText(email),
});

const enLegalId = (given: LegalId | undefined): LegalId | null =>
  given ? { ...given, id: cleanText(given.id) } : null;

const enAddress = (address: Omit<Address, 'name'>): EnAddress => ({
  line1: cleanText(address.line1),
  line2: textOrNull(address.line2),
  city: cleanText(address.city),
  postalCode: cleanText(address.postalCode),
  region: textOrNull(address.region),
  country: address.country,
});

/** UNCL 4461, https://docs.peppol.eu/poacc/billing/3.0/codelist/UNCL4461/; others are not defined. */
const meansCodes: Readonly<Record<string, string>> = {
  cash: '10',
  card: '68',
  paypal: '68',
  stripe: '68',
  online: '68',
};
const NOT_DEFINED = '1';
const BANK_CARD = '48';
/** Where bills between its own do not know online services (DK-R-005, NL-R-008). */
const cardCountries: ReadonlySet<string> = new Set(['DK', 'NL']);
const CREDIT_TRANSFER = '30';
const SEPA_CREDIT_TRANSFER = '58';
const transfers: ReadonlySet<string> = new Set(['transfer', 'bank-transfer', 'invoice']);

export function enPayment(invoice: Invoice): Omit<EnPayment, 'terms'> {
  const { payment, currency, seller, number } = invoice;
  const { method, reference } = payment;
  const { bank } = seller;
  const remittance = textOrNull(reference ?? undefined) ?? number;
  if (!bank || !transfers.has(method)) {
    const meansCode = meansCodeOf(invoice);
    return { meansCode, meansText: cleanText(method), remittance, account: null };
  }
  return {
    meansCode: currency === 'EUR' ? SEPA_CREDIT_TRANSFER : CREDIT_TRANSFER,
    meansText: cleanText(method),
    remittance,
    account: {
      iban: bank.iban.replaceAll(/\s/g, ''),
      name: textOrNull(seller.name),
      bic: textOrNull(bank.bic),
    },
  };
}

function meansCodeOf({ payment: { method }, seller, buyer }: Invoice): string {
  const isDomestic = seller.country === buyer.address.country;
  if (method === 'card' && isDomestic && cardCountries.has(seller.country)) return BANK_CARD;
  return meansCodes[method] ?? NOT_DEFINED;
}
