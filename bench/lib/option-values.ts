/** How options of a command line are read, and refused. */
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';

export function whole(value: string): number {
  const number = Number(value.replaceAll('_', ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('1 or more.');
  return number;
}

export function positive(value: string): number {
  const number = notNegative(value);
  if (number === 0) throw new InvalidArgumentError('More than 0.');
  return number;
}

export function notNegative(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new InvalidArgumentError('0 or more.');
  return number;
}

export function resolved(value: string): string {
  return resolve(value);
}

/** Reads a list with commas whose every name is one of those that there are. */
export function namesOf<Name extends string>(known: readonly Name[], what: string) {
  return (value: string): Name[] => {
    const names = value.split(',');
    const unknown = names.find((name) => !known.some((one) => one === name));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`There is no ${what} ${unknown}: ${known.join(', ')}.`);
    }
    return known.filter((one) => names.includes(one));
  };
}
