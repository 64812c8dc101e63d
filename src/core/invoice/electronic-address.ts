// Where e-invoices are sent: an identifier in one of the schemes of the Electronic Address Scheme
// list (EAS). https://docs.peppol.eu/poacc/billing/3.0/codelist/eas/

export interface ElectronicAddress {
  /** EAS, such as `9930` (a German VAT id) or `0088` (a GLN); `EM` is an e-mail address. */
  scheme: string;
  id: string;
}
