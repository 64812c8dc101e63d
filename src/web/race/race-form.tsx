// What is raced: how many want how many pieces, what each step waits for, and how often one fails.

import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Field, focusFirstError } from '../components/field.js';
import { keptInTab } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import { fieldErrors } from '../shell/words.js';
import { isStarting, problem, type RacePlan, race, startRace } from './race.js';

const delayed = ['stock', 'quote', 'pay', 'invoice', 'email', 'warehouse', 'analytics'] as const;
const failing = ['pay', 'invoice', 'email', 'warehouse'] as const;

type Values = Record<string, string>;

const first: Values = {
  customers: '100',
  stock: '50',
  'delay.stock': '300',
  'delay.quote': '300',
  'delay.pay': '500',
  'delay.invoice': '0',
  'delay.email': '200',
  'delay.warehouse': '400',
  'delay.analytics': '0',
  'fail.pay': '0',
  'fail.invoice': '0',
  'fail.email': '0',
  'fail.warehouse': '0',
};

const kept = keptInTab<Values>('race');
const values = signal<Values>({ ...first, ...kept.get() });

/** The settings of a race that was opened by its link, to be changed and run again. */
export function showPlan({ customers, stock, delaysMs, failures }: RacePlan): void {
  const listed = (prefix: string, names: readonly string[], from: Record<string, number>, by = 1) =>
    Object.fromEntries(names.map((name) => [`${prefix}.${name}`, String((from[name] ?? 0) * by)]));
  values.value = {
    customers: String(customers),
    stock: String(stock),
    ...listed('delay', delayed, delaysMs),
    ...listed('fail', failing, failures, 100),
  };
}

function change(name: string, value: string): void {
  values.value = { ...values.value, [name]: value };
  kept.set(values.value);
}

/** Digits as a number; anything else as it was typed, for the server to say what is wrong with it. */
const numberIn = (text: string | undefined): number | string => {
  const trimmed = (text ?? '').trim().replace(',', '.');
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
};

function planOf(typed: Values): RacePlan {
  const list = (prefix: string, names: readonly string[], by = 1) =>
    Object.fromEntries(
      names.map((name) => {
        const value = numberIn(typed[`${prefix}.${name}`]);
        return [name, typeof value === 'number' ? value / by : value];
      }),
    );
  return {
    customers: numberIn(typed.customers),
    stock: numberIn(typed.stock),
    delaysMs: list('delay', delayed),
    failures: list('fail', failing, 100),
  } as RacePlan;
}

/** The server's pointers, as the names of the fields here. */
function errorsByField(): Record<string, string> {
  const errors = problem.value?.errors ?? [];
  const words = texts().race.errors;
  return Object.fromEntries(
    errors.map(({ pointer }) => {
      const name = pointer
        .slice(1)
        .replace(/^delaysMs\//, 'delay.')
        .replace(/^failures\//, 'fail.');
      const kind = name.split('.')[0] as keyof typeof words;
      return [name, words[kind] ?? (fieldErrors([{ pointer, detail: '' }]).other as string)];
    }),
  );
}

export function RaceForm() {
  const form = useRef<HTMLFormElement>(null);
  const words = texts().race;
  const errors = errorsByField();
  const isUnderWay = race.value?.state === 'starting' || race.value?.state === 'running';
  const field = (name: string, label: string, hint?: string) => (
    <Field
      key={name}
      name={name}
      label={label}
      hint={hint}
      inputMode="numeric"
      value={values.value[name] ?? ''}
      error={errors[name]}
      onInput={(value) => change(name, value)}
    />
  );
  const press = async (event: Event) => {
    event.preventDefault();
    if (isUnderWay) return;
    await startRace(planOf(values.value));
    focusFirstError(form.current);
  };
  return (
    <form ref={form} class="card race-form" onSubmit={press} noValidate>
      <div class="race-fields">
        {field('customers', words.customers, words.customersHint)}
        {field('stock', words.stock, words.stockHint)}
        <Button
          type="submit"
          kind="primary"
          isBusy={isStarting.value || isUnderWay}
          busyLabel={words.underWay}
        >
          {words.start}
        </Button>
      </div>
      <details open={Object.keys(errors).some((name) => name.startsWith('delay'))}>
        <summary>{words.delays}</summary>
        <div class="race-fields">
          {delayed.map((name) => field(`delay.${name}`, words.steps[name] ?? name))}
        </div>
      </details>
      <details open={Object.keys(errors).some((name) => name.startsWith('fail'))}>
        <summary>{words.failures}</summary>
        <div class="race-fields">
          {failing.map((name) => field(`fail.${name}`, words.failing[name] ?? name))}
        </div>
      </details>
    </form>
  );
}
