// The fields of a form: kept in the tab with each letter, so that nothing typed is lost by a reload;
// and what is wrong with them, until they are changed.

import { useState } from 'preact/hooks';
import type { Problem } from '../shell/api.js';
import { keptInTab } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import { fieldErrors } from '../shell/words.js';

export interface Form<Values extends Record<string, string>> {
  values: Values;
  errors: Record<string, string>;
  set: (name: keyof Values & string, value: string) => void;
  setAll: (values: Partial<Values>) => void;
  /** Marks what is empty of these; whether nothing was. */
  require: (names: readonly (keyof Values & string)[]) => boolean;
  refuse: (problem: Problem) => void;
  /** Says of one field what is wrong with it. */
  mark: (name: keyof Values & string, error: string) => void;
  clear: () => void;
  /** What to give to a `Field`. */
  field: (name: keyof Values & string) => {
    name: string;
    label: string;
    value: string;
    error: string | undefined;
    onInput: (value: string) => void;
  };
}

/** `billing.city` → `city`: what it is called and what may be wrong with it. */
const word = (key: string): string => key.slice(key.lastIndexOf('.') + 1);

export function useForm<Values extends Record<string, string>>(
  name: string,
  initial: Values,
  /** Fields that are kept nowhere. */
  secret: readonly string[] = [],
): Form<Values> {
  const kept = keptInTab<Partial<Values>>(name);
  const [values, setValues] = useState<Values>(() => ({ ...initial, ...kept.get() }));
  const [errors, setErrors] = useState<Record<string, string>>({});

  const setAll = (changes: Partial<Values>) => {
    setValues((before) => {
      const after = { ...before, ...changes };
      const open = Object.entries(after).filter(([key]) => !secret.includes(key));
      kept.set(Object.fromEntries(open) as Partial<Values>);
      return after;
    });
    setErrors((before) =>
      Object.fromEntries(Object.entries(before).filter(([key]) => !(key in changes))),
    );
  };
  const set: Form<Values>['set'] = (key, value) =>
    setAll({ [key]: value } as unknown as Partial<Values>);

  return {
    values,
    errors,
    set,
    setAll,
    require(names) {
      const words = texts().fields.errors;
      const empty = names.filter((key) => (values[key] ?? '').trim() === '');
      setErrors(
        Object.fromEntries(empty.map((key) => [key, words[word(key)] ?? (words.other as string)])),
      );
      return empty.length === 0;
    },
    refuse: ({ errors: faults }) => setErrors(fieldErrors(faults)),
    mark: (key, error) => setErrors({ [key]: error }),
    clear() {
      kept.set(null);
      setValues(initial);
    },
    field: (key) => ({
      name: key,
      label: (texts().fields.labels as Record<string, string>)[word(key)] ?? key,
      value: values[key] ?? '',
      error: errors[key],
      onInput: (value) => set(key, value),
    }),
  };
}
