// EN 16931 in the syntax of UN/CEFACT's Cross Industry Invoice, D16B: what Factur-X and ZUGFeRD carry
// inside their PDF, and one of the two syntaxes of XRechnung. The order of elements is the schema's.
// https://unece.org/trade/uncefact/xml-schemas

import type {
  EnAddress,
  EnAmount,
  EnBuyer,
  EnDocumentAmount,
  EnInvoice,
  EnLine,
  EnPayment,
  EnSeller,
  EnVat,
} from '../../core/e-invoice/en-invoice.js';
import type { ProfileIds } from './profiles.js';
import { amountText, DECLARATION, element, escapeXml } from './xml-text.js';

const STANDARD = 'urn:un:unece:uncefact:data:standard';
const OPENING = `<rsm:CrossIndustryInvoice xmlns:rsm="${STANDARD}:CrossIndustryInvoice:100" xmlns:qdt="${STANDARD}:QualifiedDataType:100" xmlns:ram="${STANDARD}:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="${STANDARD}:UnqualifiedDataType:100">`;

export function writeCii(invoice: EnInvoice, profile: ProfileIds): string {
  let lines = '';
  for (const line of invoice.lines) lines += lineXml(line, invoice.digits);
  return `${DECLARATION}${OPENING}${headXml(invoice, profile)}<rsm:SupplyChainTradeTransaction>${
    lines + agreementXml(invoice) + deliveryXml(invoice) + settlementXml(invoice, profile)
  }</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n`;
}

/** Format 102: `YYYYMMDD`. */
const dateXml = (date: string, type: 'udt' | 'qdt' = 'udt'): string =>
  `<${type}:DateTimeString format="102">${date.replaceAll('-', '')}</${type}:DateTimeString>`;

function headXml(invoice: EnInvoice, { specification, process }: ProfileIds): string {
  // One note, as in UBL: both say the same.
  const notes =
    invoice.notes.length === 0
      ? ''
      : `<ram:IncludedNote>${element('ram:Content', invoice.notes.join('\n'))}</ram:IncludedNote>`;
  return `<rsm:ExchangedDocumentContext>${
    process === null
      ? ''
      : `<ram:BusinessProcessSpecifiedDocumentContextParameter>${element('ram:ID', process)}</ram:BusinessProcessSpecifiedDocumentContextParameter>`
  }<ram:GuidelineSpecifiedDocumentContextParameter>${element('ram:ID', specification)}</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:ExchangedDocument>${
    element('ram:ID', invoice.number) + element('ram:TypeCode', invoice.typeCode)
  }<ram:IssueDateTime>${dateXml(invoice.issueDate)}</ram:IssueDateTime>${notes}</rsm:ExchangedDocument>`;
}

function lineXml(line: EnLine, digits: number): string {
  let adjustments = '';
  for (const each of line.allowances) adjustments += amountXml(each, false, digits, '');
  for (const each of line.charges) adjustments += amountXml(each, true, digits, '');
  const base =
    line.priceQuantity === '1'
      ? ''
      : `<ram:BasisQuantity unitCode="${line.unit}">${line.priceQuantity}</ram:BasisQuantity>`;
  return `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${line.id}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>${
    element('ram:SellerAssignedID', line.sku) + element('ram:Name', line.name)
  }</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>${line.price}</ram:ChargeAmount>${base}</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="${line.unit}">${line.quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>${vatXml(line.vat)}</ram:ApplicableTradeTax>${adjustments}<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${amountText(line.amount, digits)}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`;
}

const vatXml = ({ category, rate }: EnVat): string =>
  `<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>${category}</ram:CategoryCode>${element('ram:RateApplicablePercent', rate)}`;

const amountXml = (
  { amount, reason, reasonCode }: EnAmount,
  isCharge: boolean,
  digits: number,
  tax: string,
): string =>
  `<ram:SpecifiedTradeAllowanceCharge><ram:ChargeIndicator><udt:Indicator>${isCharge}</udt:Indicator></ram:ChargeIndicator><ram:ActualAmount>${amountText(amount, digits)}</ram:ActualAmount>${
    // UNECE's schema with its code lists knows those of allowances only, UNCL 5189.
    element('ram:ReasonCode', isCharge ? null : reasonCode) + element('ram:Reason', reason) + tax
  }</ram:SpecifiedTradeAllowanceCharge>`;

const agreementXml = ({ buyerReference, orderReference, seller, buyer }: EnInvoice): string =>
  `<ram:ApplicableHeaderTradeAgreement>${
    element('ram:BuyerReference', buyerReference) + sellerXml(seller) + buyerXml(buyer)
  }<ram:BuyerOrderReferencedDocument>${element('ram:IssuerAssignedID', orderReference)}</ram:BuyerOrderReferencedDocument></ram:ApplicableHeaderTradeAgreement>`;

function sellerXml(seller: EnSeller): string {
  const { contact, legalInformation, taxNumber } = seller;
  const contactXml = contact
    ? `<ram:DefinedTradeContact>${element('ram:PersonName', contact.name)}<ram:TelephoneUniversalCommunication>${element('ram:CompleteNumber', contact.phone)}</ram:TelephoneUniversalCommunication><ram:EmailURIUniversalCommunication>${element('ram:URIID', contact.email)}</ram:EmailURIUniversalCommunication></ram:DefinedTradeContact>`
    : '';
  const local = taxNumber === null ? '' : registrationXml('FC', taxNumber);
  return `<ram:SellerTradeParty>${
    identityXml(seller, element('ram:Description', legalInformation)) +
    contactXml +
    whereXml(seller) +
    local
  }</ram:SellerTradeParty>`;
}

const buyerXml = (buyer: EnBuyer): string =>
  `<ram:BuyerTradeParty>${identityXml(buyer, '') + whereXml(buyer)}</ram:BuyerTradeParty>`;

const identityXml = ({ identifier, name, legalId }: EnBuyer, description: string): string =>
  element('ram:ID', identifier) +
  element('ram:Name', name) +
  description +
  (legalId
    ? `<ram:SpecifiedLegalOrganization><ram:ID${schemeAttribute(legalId.scheme)}>${escapeXml(legalId.id)}</ram:ID></ram:SpecifiedLegalOrganization>`
    : '');

const schemeAttribute = (scheme: string | undefined): string =>
  scheme === undefined ? '' : ` schemeID="${escapeXml(scheme)}"`;

const whereXml = ({ address, electronicAddress, vatId }: EnBuyer): string =>
  addressXml(address) +
  (electronicAddress
    ? `<ram:URIUniversalCommunication><ram:URIID schemeID="${escapeXml(electronicAddress.scheme)}">${escapeXml(electronicAddress.id)}</ram:URIID></ram:URIUniversalCommunication>`
    : '') +
  (vatId === null ? '' : registrationXml('VA', vatId));

const registrationXml = (scheme: 'VA' | 'FC', id: string): string =>
  `<ram:SpecifiedTaxRegistration><ram:ID schemeID="${scheme}">${escapeXml(id)}</ram:ID></ram:SpecifiedTaxRegistration>`;

const addressXml = ({ line1, line2, city, postalCode, region, country }: EnAddress): string =>
  `<ram:PostalTradeAddress>${
    element('ram:PostcodeCode', postalCode) +
    element('ram:LineOne', line1) +
    element('ram:LineTwo', line2) +
    element('ram:CityName', city) +
    element('ram:CountryID', country) +
    element('ram:CountrySubDivisionName', region)
  }</ram:PostalTradeAddress>`;

const deliveryXml = ({ delivery: { name, date, address } }: EnInvoice): string =>
  `<ram:ApplicableHeaderTradeDelivery><ram:ShipToTradeParty>${
    element('ram:Name', name) + addressXml(address)
  }</ram:ShipToTradeParty><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>${dateXml(date)}</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>`;

function settlementXml(invoice: EnInvoice, profile: ProfileIds): string {
  const { payment, currency, accounting, digits, preceding } = invoice;
  return `<ram:ApplicableHeaderTradeSettlement>${
    element('ram:PaymentReference', payment.remittance) +
    element('ram:TaxCurrencyCode', accounting?.currency) +
    element('ram:InvoiceCurrencyCode', currency) +
    meansXml(payment) +
    taxesXml(invoice, profile) +
    documentAmountsXml(invoice.allowances, false, digits) +
    documentAmountsXml(invoice.charges, true, digits) +
    (payment.terms === null
      ? ''
      : `<ram:SpecifiedTradePaymentTerms>${element('ram:Description', payment.terms)}</ram:SpecifiedTradePaymentTerms>`) +
    totalsXml(invoice) +
    (preceding
      ? `<ram:InvoiceReferencedDocument>${element('ram:IssuerAssignedID', preceding.number)}<ram:FormattedIssueDateTime>${dateXml(preceding.issueDate, 'qdt')}</ram:FormattedIssueDateTime></ram:InvoiceReferencedDocument>`
      : '')
  }</ram:ApplicableHeaderTradeSettlement>`;
}

function meansXml({ meansCode, meansText, account }: EnPayment): string {
  const bank = account
    ? `<ram:PayeePartyCreditorFinancialAccount>${
        element('ram:IBANID', account.iban) + element('ram:AccountName', account.name)
      }</ram:PayeePartyCreditorFinancialAccount>${
        account.bic === null
          ? ''
          : `<ram:PayeeSpecifiedCreditorFinancialInstitution>${element('ram:BICID', account.bic)}</ram:PayeeSpecifiedCreditorFinancialInstitution>`
      }`
    : '';
  return `<ram:SpecifiedTradeSettlementPaymentMeans>${
    element('ram:TypeCode', meansCode) + element('ram:Information', meansText) + bank
  }</ram:SpecifiedTradeSettlementPaymentMeans>`;
}

function taxesXml({ taxes, digits }: EnInvoice, { writesRateOfO }: ProfileIds): string {
  let xml = '';
  for (const { vat, base, amount, reason, reasonCode } of taxes) {
    const rate = vat.rate ?? (writesRateOfO ? '0' : null);
    xml += `<ram:ApplicableTradeTax><ram:CalculatedAmount>${amountText(amount, digits)}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>${element('ram:ExemptionReason', reason)}<ram:BasisAmount>${amountText(base, digits)}</ram:BasisAmount><ram:CategoryCode>${vat.category}</ram:CategoryCode>${
      element('ram:ExemptionReasonCode', reasonCode) + element('ram:RateApplicablePercent', rate)
    }</ram:ApplicableTradeTax>`;
  }
  return xml;
}

function documentAmountsXml(
  amounts: readonly EnDocumentAmount[],
  isCharge: boolean,
  digits: number,
): string {
  let xml = '';
  for (const each of amounts)
    xml += amountXml(
      each,
      isCharge,
      digits,
      `<ram:CategoryTradeTax>${vatXml(each.vat)}</ram:CategoryTradeTax>`,
    );
  return xml;
}

function totalsXml({ totals, currency, digits, accounting }: EnInvoice): string {
  const money = (name: string, amount: number): string =>
    `<ram:${name}>${amountText(amount, digits)}</ram:${name}>`;
  const unlessZero = (name: string, amount: number): string =>
    amount === 0 ? '' : money(name, amount);
  const second = accounting
    ? `<ram:TaxTotalAmount currencyID="${accounting.currency}">${amountText(accounting.tax, accounting.digits)}</ram:TaxTotalAmount>`
    : '';
  return `<ram:SpecifiedTradeSettlementHeaderMonetarySummation>${
    money('LineTotalAmount', totals.lines) +
    unlessZero('ChargeTotalAmount', totals.charges) +
    unlessZero('AllowanceTotalAmount', totals.allowances) +
    money('TaxBasisTotalAmount', totals.net)
  }<ram:TaxTotalAmount currencyID="${currency}">${amountText(totals.tax, digits)}</ram:TaxTotalAmount>${
    second +
    unlessZero('RoundingAmount', totals.rounding) +
    money('GrandTotalAmount', totals.gross) +
    unlessZero('TotalPrepaidAmount', totals.paid) +
    money('DuePayableAmount', totals.due)
  }</ram:SpecifiedTradeSettlementHeaderMonetarySummation>`;
}
