// What the invoice says besides the order: a company's VAT ID, and an address of its own. Neither is
// asked of who wants nothing of the kind.

import { Field } from '../components/field.js';
import { texts } from '../shell/texts.js';
import {
  AddressFields,
  type AddressForm,
  type AddressValues,
  addressOf,
  neededIn,
} from './address-fields.js';
import type { Address, CartChanges } from './cart-shapes.js';
import type { Form } from './use-form.js';

type Billing = `billing.${keyof AddressValues}`;

export type InvoiceValues = Record<Billing | 'vatId' | 'isBilledElsewhere', string>;

export const invoiceValues = (address: Address | null, vatId: string | null): InvoiceValues => ({
  vatId: vatId ?? '',
  isBilledElsewhere: address === null ? '' : 'yes',
  'billing.name': address?.name ?? '',
  'billing.line1': address?.line1 ?? '',
  'billing.line2': address?.line2 ?? '',
  'billing.postalCode': address?.postalCode ?? '',
  'billing.city': address?.city ?? '',
  'billing.region': address?.region ?? '',
  'billing.country': address?.country ?? '',
});

const isElsewhere = ({ isBilledElsewhere }: InvoiceValues): boolean => isBilledElsewhere !== '';

const billingOf = (values: InvoiceValues): AddressValues => ({
  name: values['billing.name'],
  line1: values['billing.line1'],
  line2: values['billing.line2'],
  postalCode: values['billing.postalCode'],
  city: values['billing.city'],
  region: values['billing.region'],
  country: values['billing.country'],
});

/** As it is written on letterheads: `de 123 456 789` is `DE123456789`. */
const vatIdOf = ({ vatId }: InvoiceValues): string | null =>
  vatId.replaceAll(/[\s.-]/g, '').toUpperCase() || null;

const VAT_ID = /^[A-Z]{2}[A-Z0-9+*]{2,13}$/;

/** What is worth a new price while it is typed; a half of a number is not. */
export function vatIdChange(values: InvoiceValues): Pick<CartChanges, 'vatId'> {
  const vatId = vatIdOf(values);
  return vatId === null || VAT_ID.test(vatId) ? { vatId } : {};
}

export const invoiceChanges = (values: InvoiceValues): CartChanges => ({
  vatId: vatIdOf(values),
  billingAddress: isElsewhere(values) ? addressOf(billingOf(values)) : null,
});

export const neededForInvoice = (values: InvoiceValues): Billing[] =>
  isElsewhere(values)
    ? neededIn(values['billing.country']).map((name) => `billing.${name}` as const)
    : [];

export function InvoiceFields<Values extends InvoiceValues>({ form }: { form: Form<Values> }) {
  const { checkout } = texts();
  const set = form.setAll as (changes: Partial<InvoiceValues>) => void;
  const isShown = isElsewhere(form.values);
  const toggle = () =>
    set({
      isBilledElsewhere: isShown ? '' : 'yes',
      'billing.country': form.values['billing.country'] || countryOf(form.values),
    });
  return (
    <>
      <Field {...form.field('vatId')} hint={checkout.vatIdHint} autocomplete="off" maxLength={24} />
      <label class="option">
        <input type="checkbox" checked={isShown} onChange={toggle} />
        <span>{checkout.billingElsewhere}</span>
      </label>
      {isShown && <BillingAddress form={form as unknown as Form<InvoiceValues>} />}
    </>
  );
}

/** Most are billed in the country that they are delivered to. */
const countryOf = (values: Record<string, string>): string => values.country ?? '';

function BillingAddress({ form }: { form: Form<InvoiceValues> }) {
  const part: AddressForm = {
    values: billingOf(form.values),
    field: (name) => form.field(`billing.${name}`),
  };
  return (
    <fieldset class="options billing">
      <legend>{texts().checkout.billingAddress}</legend>
      <Field {...part.field('name')} autocomplete="billing name" maxLength={200} isRequired />
      <AddressFields form={part} kind="billing" />
    </fieldset>
  );
}
