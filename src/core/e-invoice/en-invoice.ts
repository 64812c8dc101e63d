// The semantic model of EN 16931-1: what an e-invoice says, whatever syntax it is written in. Each
// field names its business term (BT) or group (BG). Amounts are minor units of the invoice currency;
// prices, quantities and percentages are plain decimal strings. Everything is without VAT until the
// totals, also where the shop's prices contain it.

import type { ElectronicAddress } from '../invoice/electronic-address.js';
import type { Contact, LegalId } from '../invoice.js';

/** UNCL 5305. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';

export interface EnInvoice extends EnParts {
  /** BT-1 */
  number: string;
  /** BT-2, as all dates `YYYY-MM-DD`. */
  issueDate: string;
  /** BT-3: UNCL 1001. */
  typeCode: '380' | '381';
  /** BT-5 */
  currency: string;
  /** Decimals of that currency. */
  digits: number;
  /** BT-6 and BT-111, in minor units of that currency. */
  accounting: { currency: string; digits: number; tax: number } | null;
  /** BT-10 */
  buyerReference: string;
  /** BT-13 */
  orderReference: string;
  /** BT-22 */
  notes: string[];
  /** BG-3 */
  preceding: { number: string; issueDate: string } | null;
  seller: EnSeller;
  buyer: EnBuyer;
  delivery: EnDelivery;
  payment: EnPayment;
  totals: EnTotals;
  /** BG-23 */
  taxes: EnTax[];
}

/** What VAT is charged on. */
export interface EnParts {
  /** BG-25 */
  lines: EnLine[];
  /** BG-20 */
  allowances: EnDocumentAmount[];
  /** BG-21 */
  charges: EnDocumentAmount[];
}

/** BG-5, BG-8, BG-15 */
export interface EnAddress {
  line1: string;
  line2: string | null;
  city: string;
  postalCode: string;
  region: string | null;
  country: string;
}

interface EnParty {
  /** BT-27, BT-44 */
  name: string;
  /** BT-29, BT-46 */
  identifier: string | null;
  /** BT-30, BT-47 */
  legalId: LegalId | null;
  /** BT-31, BT-48 */
  vatId: string | null;
  /** BT-34, BT-49 */
  electronicAddress: ElectronicAddress | null;
  address: EnAddress;
}

export interface EnSeller extends EnParty {
  /** BT-32 */
  taxNumber: string | null;
  /** BT-33 */
  legalInformation: string | null;
  /** BG-6 */
  contact: Contact | null;
}

export type EnBuyer = EnParty;

/** BG-13 */
export interface EnDelivery {
  /** BT-70 */
  name: string | null;
  /** BT-72 */
  date: string;
  address: EnAddress;
}

/** BG-16 */
export interface EnPayment {
  /** BT-81: UNCL 4461. */
  meansCode: string;
  /** BT-82 */
  meansText: string;
  /** BT-83 */
  remittance: string;
  /** BG-17 */
  account: { iban: string; name: string | null; bic: string | null } | null;
  /** BT-20 */
  terms: string | null;
}

export interface EnVat {
  category: VatCategory;
  /** Percent; `null` where the category has no rate (O). */
  rate: string | null;
}

export interface EnAmount {
  amount: number;
  reason: string;
  reasonCode: string | null;
}

export interface EnDocumentAmount extends EnAmount {
  vat: EnVat;
}

/** BG-22 */
export interface EnTotals {
  /** BT-106 */
  lines: number;
  /** BT-107 */
  allowances: number;
  /** BT-108 */
  charges: number;
  /** BT-109 */
  net: number;
  /** BT-110 */
  tax: number;
  /** BT-112 */
  gross: number;
  /** BT-113 */
  paid: number;
  /** BT-114 */
  rounding: number;
  /** BT-115 */
  due: number;
}

export interface EnTax {
  /** BT-118, BT-119 */
  vat: EnVat;
  /** BT-116 */
  base: number;
  /** BT-117 */
  amount: number;
  /** BT-120 */
  reason: string | null;
  /** BT-121: VATEX. */
  reasonCode: string | null;
}

export interface EnLine {
  /** BT-126 */
  id: string;
  /** BT-129 */
  quantity: string;
  /** BT-130, BT-150: UNECE Recommendation 20. */
  unit: string;
  /** BT-131 */
  amount: number;
  /** BT-146 */
  price: string;
  /** BT-149 */
  priceQuantity: string;
  vat: EnVat;
  /** BT-153 */
  name: string;
  /** BT-155 */
  sku: string;
  /** BG-27 */
  allowances: EnAmount[];
  /** BG-28 */
  charges: EnAmount[];
}
