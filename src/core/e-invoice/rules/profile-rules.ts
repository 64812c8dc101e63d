// What Peppol BIS Billing 3 and XRechnung 3 ask for beyond the norm.
// https://docs.peppol.eu/poacc/billing/3.0/rules/, https://xeinkauf.de/xrechnung/versionen-und-bundles/

import type { EnBuyer, EnInvoice, EnLine } from '../en-invoice.js';
import { peppolGermanRules, xrechnungGermanRules } from './german-rules.js';
import { nationalRules } from './national-rules.js';
import {
  hasForm,
  type IdentifierForm,
  identifierForms,
  peppolSchemes,
} from './peppol-identifiers.js';
import type { EnRule } from './rule.js';

const isText = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';

const isDelivered = ({ electronicAddress }: EnBuyer): boolean =>
  electronicAddress !== null && peppolSchemes.has(electronicAddress.scheme);

/** Two hundredths of room, as Peppol leaves it, also yen. */
const SLACK = 0.02;

/** Only a check with room of its own: no amount comes of it. */
function isProduct(line: EnLine, digits: number): boolean {
  const unit = 10 ** digits;
  let amount = (Number(line.quantity) * Number(line.price)) / Number(line.priceQuantity);
  for (const charge of line.charges) amount += charge.amount / unit;
  for (const allowance of line.allowances) amount -= allowance.amount / unit;
  const room = SLACK + Math.abs(amount) * Number.EPSILON * 8;
  return Math.abs(line.amount / unit - amount) <= room;
}

/** In the validation artefacts of both. */
const shared: readonly EnRule[] = [
  {
    id: 'PEPPOL-EN16931-R005',
    text: 'the accounting currency is another one (BT-6)',
    holds: ({ accounting, currency }) => accounting === null || accounting.currency !== currency,
  },
  {
    id: 'PEPPOL-EN16931-R010',
    text: 'the buyer has an electronic address (BT-49)',
    holds: ({ buyer }) => buyer.electronicAddress !== null,
  },
  {
    id: 'PEPPOL-EN16931-R020',
    text: 'the seller has an electronic address (BT-34)',
    holds: ({ seller }) => seller.electronicAddress !== null,
  },
  {
    id: 'PEPPOL-EN16931-R055',
    text: 'VAT has the same sign in both currencies (BT-110, BT-111)',
    holds: ({ accounting, totals }) =>
      accounting === null || Math.sign(accounting.tax) * Math.sign(totals.tax) >= 0,
  },
  {
    id: 'PEPPOL-EN16931-R120',
    text: 'lines are quantity × price ÷ base quantity + charges − allowances',
    holds: ({ lines, digits }) => lines.every((line) => isProduct(line, digits)),
  },
  {
    id: 'PEPPOL-EN16931-R121',
    text: 'the base quantity is above zero (BT-149)',
    holds: ({ lines }) => lines.every(({ priceQuantity }) => Number(priceQuantity) > 0),
  },
];

const identifiersOf = ({ seller, buyer }: EnInvoice) =>
  [seller.electronicAddress, seller.legalId, buyer.electronicAddress, buyer.legalId].filter(
    (each) => each !== null,
  );

const ruleOfForm = (form: IdentifierForm): EnRule => ({
  id: `PEPPOL-COMMON-R${form.rule}`,
  text: `an identifier of scheme ${form.scheme} is ${form.what}`,
  holds: (invoice) =>
    identifiersOf(invoice).every(({ scheme, id }) => scheme !== form.scheme || hasForm(form, id)),
});

export const peppolRules: readonly EnRule[] = [
  ...shared,
  {
    id: 'PEPPOL-EN16931-R003',
    text: 'there is a buyer reference or an order reference (BT-10, BT-13)',
    holds: ({ buyerReference, orderReference }) => isText(buyerReference) || isText(orderReference),
  },
  {
    id: 'PEPPOL-EN16931-CL008',
    text: 'electronic addresses are of a scheme that Peppol delivers to',
    holds: ({ seller, buyer }) => isDelivered(seller) && isDelivered(buyer),
  },
  ...identifierForms.map(ruleOfForm),
  ...peppolGermanRules,
  ...nationalRules,
];

export const xrechnungRules: readonly EnRule[] = [...shared, ...xrechnungGermanRules];
