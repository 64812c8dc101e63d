import { useId } from 'preact/hooks';
import { collator, countryName } from '../shell/format.js';
import { texts } from '../shell/texts.js';
import { cartId, patchCart } from './cart.js';
import { choice, choose, shopInfo } from './shop-info.js';

/** Currency and country: what is shown from then on, and what the cart is priced in. */
export function ChoiceBar() {
  const { shop } = texts();
  const info = shopInfo.value;
  const { currency, country } = choice.value;
  const change = (changes: { currency?: string; country?: string }) => {
    choose(changes);
    if (cartId() !== null) patchCart(changes);
  };
  const currencies = info?.currencies.map((known) => known.currency) ?? [currency];
  const countries = info?.countries.map(({ code }) => code) ?? [country];
  return (
    <div class="choices">
      <Choice label={shop.country} value={country} onChoose={(code) => change({ country: code })}>
        {byName(countries)}
      </Choice>
      <Choice
        label={shop.currency}
        value={currency}
        onChoose={(code) => change({ currency: code })}
      >
        {currencies.map((code) => ({ value: code, label: code }))}
      </Choice>
    </div>
  );
}

type Option = { value: string; label: string };

let sorted: { key: string; options: Option[] } = { key: '', options: [] };

/** By their names; two hundred and fifty are looked up and sorted once, not at each drawing. */
export function byName(countries: readonly string[]): Option[] {
  const key = countries.join();
  if (sorted.key === key) return sorted.options;
  const options = countries
    .map((code) => ({ value: code, label: countryName(code) }))
    .sort((a, b) => collator.compare(a.label, b.label));
  sorted = { key, options };
  return options;
}

interface ChoiceProps {
  label: string;
  value: string;
  onChoose: (value: string) => void;
  children: { value: string; label: string }[];
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  const id = useId();
  return (
    <div class="choice-field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
