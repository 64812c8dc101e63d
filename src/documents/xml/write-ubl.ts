// EN 16931 in the syntax of UBL 2.1: an Invoice, or a CreditNote, whose elements are the same but for
// a few names. The order of elements is the schema's.
// https://docs.oasis-open.org/ubl/UBL-2.1.html, https://docs.peppol.eu/poacc/billing/3.0/

import type {
  EnAddress,
  EnAmount,
  EnBuyer,
  EnDelivery,
  EnDocumentAmount,
  EnInvoice,
  EnLine,
  EnPayment,
  EnSeller,
  EnVat,
} from '../../core/e-invoice/en-invoice.js';
import type { ProfileIds } from './profiles.js';
import { amountText, DECLARATION, element, escapeXml } from './xml-text.js';

const names = {
  '380': { root: 'Invoice', line: 'InvoiceLine', quantity: 'InvoicedQuantity' },
  '381': { root: 'CreditNote', line: 'CreditNoteLine', quantity: 'CreditedQuantity' },
} as const;

const COMPONENTS = 'urn:oasis:names:specification:ubl:schema:xsd';
const VAT_SCHEME = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';
/** What the local tax office gave, in place of a VAT id. */
const LOCAL_SCHEME = '<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme>';

/** Writes an amount of the invoice's currency. */
type Money = (name: string, amount: number) => string;

export function writeUbl(invoice: EnInvoice, profile: ProfileIds): string {
  const { root } = names[invoice.typeCode];
  const { currency, digits } = invoice;
  const money: Money = (name, amount) =>
    `<cbc:${name} currencyID="${currency}">${amountText(amount, digits)}</cbc:${name}>`;
  let lines = '';
  for (const line of invoice.lines) lines += lineXml(line, invoice, money);
  return `${DECLARATION}<${root} xmlns="${COMPONENTS}:${root}-2" xmlns:cac="${COMPONENTS}:CommonAggregateComponents-2" xmlns:cbc="${COMPONENTS}:CommonBasicComponents-2">${
    headXml(invoice, profile) +
    partiesXml(invoice) +
    deliveryXml(invoice.delivery) +
    paymentXml(invoice.payment) +
    documentAmountsXml(invoice.allowances, false, money) +
    documentAmountsXml(invoice.charges, true, money) +
    taxTotalXml(invoice, profile, money) +
    totalsXml(invoice, money) +
    lines
  }</${root}>\n`;
}

function headXml(invoice: EnInvoice, { specification, process }: ProfileIds): string {
  const { typeCode, notes, preceding, accounting } = invoice;
  const { root } = names[typeCode];
  return (
    element('cbc:CustomizationID', specification) +
    element('cbc:ProfileID', process) +
    element('cbc:ID', invoice.number) +
    element('cbc:IssueDate', invoice.issueDate) +
    element(`cbc:${root}TypeCode`, typeCode) +
    // One note: Peppol allows no more.
    element('cbc:Note', notes.join('\n')) +
    element('cbc:DocumentCurrencyCode', invoice.currency) +
    element('cbc:TaxCurrencyCode', accounting?.currency) +
    element('cbc:BuyerReference', invoice.buyerReference) +
    `<cac:OrderReference>${element('cbc:ID', invoice.orderReference)}</cac:OrderReference>` +
    (preceding
      ? `<cac:BillingReference><cac:InvoiceDocumentReference>${
          element('cbc:ID', preceding.number) + element('cbc:IssueDate', preceding.issueDate)
        }</cac:InvoiceDocumentReference></cac:BillingReference>`
      : '')
  );
}

const partiesXml = ({ seller, buyer }: EnInvoice): string =>
  `<cac:AccountingSupplierParty>${partyXml(
    seller,
    seller.taxNumber === null
      ? ''
      : `<cac:PartyTaxScheme>${element('cbc:CompanyID', seller.taxNumber)}${LOCAL_SCHEME}</cac:PartyTaxScheme>`,
    element('cbc:CompanyLegalForm', seller.legalInformation),
    contactXml(seller),
  )}</cac:AccountingSupplierParty><cac:AccountingCustomerParty>${partyXml(buyer, '', '', '')}</cac:AccountingCustomerParty>`;

function partyXml(party: EnBuyer, localTax: string, legalForm: string, contact: string): string {
  const { electronicAddress, identifier, vatId, legalId, name, address } = party;
  return `<cac:Party>${
    (electronicAddress
      ? `<cbc:EndpointID schemeID="${escapeXml(electronicAddress.scheme)}">${escapeXml(electronicAddress.id)}</cbc:EndpointID>`
      : '') +
    (identifier === null
      ? ''
      : `<cac:PartyIdentification>${element('cbc:ID', identifier)}</cac:PartyIdentification>`) +
    `<cac:PostalAddress>${addressXml(address)}</cac:PostalAddress>` +
    (vatId === null
      ? ''
      : `<cac:PartyTaxScheme>${element('cbc:CompanyID', vatId)}${VAT_SCHEME}</cac:PartyTaxScheme>`) +
    localTax +
    `<cac:PartyLegalEntity>${element('cbc:RegistrationName', name)}${
      legalId
        ? `<cbc:CompanyID${schemeAttribute(legalId.scheme)}>${escapeXml(legalId.id)}</cbc:CompanyID>`
        : ''
    }${legalForm}</cac:PartyLegalEntity>` +
    contact
  }</cac:Party>`;
}

const schemeAttribute = (scheme: string | undefined): string =>
  scheme === undefined ? '' : ` schemeID="${escapeXml(scheme)}"`;

const contactXml = ({ contact }: EnSeller): string =>
  contact
    ? `<cac:Contact>${
        element('cbc:Name', contact.name) +
        element('cbc:Telephone', contact.phone) +
        element('cbc:ElectronicMail', contact.email)
      }</cac:Contact>`
    : '';

const addressXml = ({ line1, line2, city, postalCode, region, country }: EnAddress): string =>
  element('cbc:StreetName', line1) +
  element('cbc:AdditionalStreetName', line2) +
  element('cbc:CityName', city) +
  element('cbc:PostalZone', postalCode) +
  element('cbc:CountrySubentity', region) +
  `<cac:Country>${element('cbc:IdentificationCode', country)}</cac:Country>`;

const deliveryXml = ({ name, date, address }: EnDelivery): string =>
  `<cac:Delivery>${element('cbc:ActualDeliveryDate', date)}<cac:DeliveryLocation><cac:Address>${addressXml(address)}</cac:Address></cac:DeliveryLocation>${
    name === null
      ? ''
      : `<cac:DeliveryParty><cac:PartyName>${element('cbc:Name', name)}</cac:PartyName></cac:DeliveryParty>`
  }</cac:Delivery>`;

function paymentXml({ meansCode, meansText, remittance, account, terms }: EnPayment): string {
  const bank = account
    ? `<cac:PayeeFinancialAccount>${element('cbc:ID', account.iban)}${element('cbc:Name', account.name)}${
        account.bic === null
          ? ''
          : `<cac:FinancialInstitutionBranch>${element('cbc:ID', account.bic)}</cac:FinancialInstitutionBranch>`
      }</cac:PayeeFinancialAccount>`
    : '';
  const text = meansText === '' ? '' : ` name="${escapeXml(meansText)}"`;
  const means = `<cbc:PaymentMeansCode${text}>${meansCode}</cbc:PaymentMeansCode>`;
  return `<cac:PaymentMeans>${means}${element('cbc:PaymentID', remittance)}${bank}</cac:PaymentMeans>${
    terms === null ? '' : `<cac:PaymentTerms>${element('cbc:Note', terms)}</cac:PaymentTerms>`
  }`;
}

function documentAmountsXml(
  amounts: readonly EnDocumentAmount[],
  isCharge: boolean,
  money: Money,
): string {
  let xml = '';
  for (const each of amounts)
    xml += amountXml(
      each,
      isCharge,
      money,
      `<cac:TaxCategory>${vatXml(each.vat)}</cac:TaxCategory>`,
    );
  return xml;
}

const amountXml = (
  { amount, reason, reasonCode }: EnAmount,
  isCharge: boolean,
  money: Money,
  tax: string,
): string =>
  `<cac:AllowanceCharge><cbc:ChargeIndicator>${isCharge}</cbc:ChargeIndicator>${
    element('cbc:AllowanceChargeReasonCode', reasonCode) +
    element('cbc:AllowanceChargeReason', reason) +
    money('Amount', amount) +
    tax
  }</cac:AllowanceCharge>`;

const vatXml = ({ category, rate }: EnVat, exemption = ''): string =>
  `<cbc:ID>${category}</cbc:ID>${element('cbc:Percent', rate)}${exemption}${VAT_SCHEME}`;

function taxTotalXml(
  { taxes, totals, accounting }: EnInvoice,
  { writesRateOfO }: ProfileIds,
  money: Money,
): string {
  let rows = '';
  for (const { vat, base, amount, reason, reasonCode } of taxes) {
    const exemption =
      element('cbc:TaxExemptionReasonCode', reasonCode) + element('cbc:TaxExemptionReason', reason);
    const written = writesRateOfO && vat.rate === null ? { ...vat, rate: '0' } : vat;
    rows += `<cac:TaxSubtotal>${money('TaxableAmount', base)}${money('TaxAmount', amount)}<cac:TaxCategory>${vatXml(written, exemption)}</cac:TaxCategory></cac:TaxSubtotal>`;
  }
  const second = accounting
    ? `<cac:TaxTotal><cbc:TaxAmount currencyID="${accounting.currency}">${amountText(accounting.tax, accounting.digits)}</cbc:TaxAmount></cac:TaxTotal>`
    : '';
  return `<cac:TaxTotal>${money('TaxAmount', totals.tax)}${rows}</cac:TaxTotal>${second}`;
}

const totalsXml = ({ totals }: EnInvoice, money: Money): string =>
  `<cac:LegalMonetaryTotal>${
    money('LineExtensionAmount', totals.lines) +
    money('TaxExclusiveAmount', totals.net) +
    money('TaxInclusiveAmount', totals.gross) +
    (totals.allowances === 0 ? '' : money('AllowanceTotalAmount', totals.allowances)) +
    (totals.charges === 0 ? '' : money('ChargeTotalAmount', totals.charges)) +
    (totals.paid === 0 ? '' : money('PrepaidAmount', totals.paid)) +
    (totals.rounding === 0 ? '' : money('PayableRoundingAmount', totals.rounding)) +
    money('PayableAmount', totals.due)
  }</cac:LegalMonetaryTotal>`;

function lineXml(line: EnLine, { typeCode, currency }: EnInvoice, money: Money): string {
  const { line: name, quantity } = names[typeCode];
  let adjustments = '';
  for (const each of line.allowances) adjustments += amountXml(each, false, money, '');
  for (const each of line.charges) adjustments += amountXml(each, true, money, '');
  const sku =
    line.sku === ''
      ? ''
      : `<cac:SellersItemIdentification>${element('cbc:ID', line.sku)}</cac:SellersItemIdentification>`;
  return `<cac:${name}><cbc:ID>${line.id}</cbc:ID><cbc:${quantity} unitCode="${line.unit}">${line.quantity}</cbc:${quantity}>${money('LineExtensionAmount', line.amount)}${adjustments}<cac:Item>${element('cbc:Name', line.name)}${sku}<cac:ClassifiedTaxCategory>${vatXml(line.vat)}</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="${currency}">${line.price}</cbc:PriceAmount>${
    line.priceQuantity === '1'
      ? ''
      : `<cbc:BaseQuantity unitCode="${line.unit}">${line.priceQuantity}</cbc:BaseQuantity>`
  }</cac:Price></cac:${name}>`;
}
