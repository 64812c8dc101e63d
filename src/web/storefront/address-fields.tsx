import { useMemo } from 'preact/hooks';
import { Field, Select } from '../components/field.js';
import type { Address } from './cart-shapes.js';
import { byName } from './choice-bar.js';
import { shopInfo } from './shop-info.js';
import type { Form } from './use-form.js';

export type AddressValues = Record<
  'name' | 'line1' | 'line2' | 'postalCode' | 'city' | 'region' | 'country',
  string
>;

export const regionsOf = (country: string) =>
  shopInfo.value?.countries.find(({ code }) => code === country)?.regions ?? [];

export const neededIn = (country: string): (keyof AddressValues)[] => [
  'name',
  'line1',
  'postalCode',
  'city',
  ...(regionsOf(country).length > 0 ? (['region'] as const) : []),
];

/** As the API takes it; nothing of what was left out. */
export function addressOf(values: AddressValues): Address {
  const { name, line1, line2, city, postalCode, region, country } = values;
  const hasRegion = regionsOf(country).length > 0 && region !== '';
  return {
    name: name.trim(),
    line1: line1.trim(),
    ...(line2.trim() === '' ? {} : { line2: line2.trim() }),
    city: city.trim(),
    postalCode: postalCode.trim(),
    country,
    ...(hasRegion ? { region } : {}),
  };
}

/** What the fields need of a form: that of the checkout for the delivery, a part of it for the invoice. */
export type AddressForm = Pick<Form<AddressValues>, 'values' | 'field'>;

interface Props {
  form: AddressForm;
  /** Which of the addresses that a browser knows it fills in. */
  kind: 'shipping' | 'billing';
}

export function AddressFields({ form, kind }: Props) {
  const { country } = form.values;
  const info = shopInfo.value;
  const countries = useMemo(
    () => byName(info?.countries.map(({ code }) => code) ?? [country]),
    [info, country],
  );
  const regions = regionsOf(country);
  return (
    <div class="form-grid">
      <Field
        {...form.field('line1')}
        class="wide"
        autocomplete={`${kind} address-line1`}
        maxLength={200}
        isRequired
      />
      <Field
        {...form.field('line2')}
        class="wide"
        autocomplete={`${kind} address-line2`}
        maxLength={200}
      />
      <Field
        {...form.field('postalCode')}
        autocomplete={`${kind} postal-code`}
        maxLength={20}
        isRequired
      />
      <Field
        {...form.field('city')}
        autocomplete={`${kind} address-level2`}
        maxLength={100}
        isRequired
      />
      {regions.length > 0 && (
        <Select
          {...form.field('region')}
          autocomplete={`${kind} address-level1`}
          options={[
            { value: '', label: '' },
            ...regions.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          isRequired
        />
      )}
      <Select
        {...form.field('country')}
        autocomplete={`${kind} country`}
        options={countries}
        isRequired
      />
    </div>
  );
}
