// What a schema has against a body → a list of places and words. One mistake a place: what none of
// several forms takes is told by all of those forms.

import type { FieldError } from '../core/problems.js';
import { patternWords } from './pattern-words.js';

/** As both validators, of the doors and of the command line, report it. */
export interface SchemaFault {
  keyword: string;
  instancePath: string;
  message?: string | undefined;
  params: object;
}

/** As many as a person would read. */
const FIELD_ERRORS_MAX = 20;

export function fieldErrors(
  faults: readonly SchemaFault[],
  placeOf = (pointer: string) => pointer,
): FieldError[] {
  const byPointer = new Map<string, { isUnion: boolean; details: string[] }>();
  for (const fault of faults) {
    for (const { pointer, detail } of named(fault)) {
      const known = byPointer.get(pointer) ?? { isUnion: false, details: [] };
      byPointer.set(pointer, known);
      if (fault.keyword === 'anyOf') known.isUnion = true;
      else if (!known.details.includes(detail)) known.details.push(detail);
    }
  }
  const pointers = [...byPointer.keys()];
  return [...byPointer]
    .filter(
      ([pointer, { isUnion, details }]) =>
        details.length > 0 &&
        // Of the forms that a value might have, the one that went further in is what is meant.
        !(isUnion && pointers.some((other) => other.startsWith(`${pointer}/`))),
    )
    .slice(0, FIELD_ERRORS_MAX)
    .map(([pointer, { isUnion, details }]) => ({
      pointer: placeOf(pointer),
      detail: isUnion ? details.join(', or ') : (details[0] as string),
    }));
}

interface Params {
  additionalProperty?: string;
  additionalProperties?: string[];
  missingProperty?: string;
  requiredProperties?: string[];
  allowedValue?: unknown;
  allowedValues?: unknown[];
  pattern?: string | RegExp;
}

function named({ keyword, instancePath, message = 'is invalid', params }: SchemaFault) {
  const at = (names: string[], detail: string): FieldError[] =>
    names.map((name) => ({ pointer: `${instancePath}/${escapePointer(name)}`, detail }));
  const { additionalProperty, additionalProperties, missingProperty, ...rest } = params as Params;
  const { requiredProperties, allowedValue, allowedValues, pattern } = rest;
  switch (keyword) {
    case 'boolean':
      return [];
    case 'additionalProperties':
      return at(additionalProperties ?? [additionalProperty as string], 'is not a known field');
    case 'required':
      return at(requiredProperties ?? [missingProperty as string], 'is missing');
    case 'const':
      return [{ pointer: instancePath, detail: `must be ${JSON.stringify(allowedValue)}` }];
    case 'enum':
      return [{ pointer: instancePath, detail: `must be one of ${allowedValues?.join(', ')}` }];
    case 'pattern':
      return [{ pointer: instancePath, detail: patternWords(sourceOf(pattern)) ?? message }];
    default:
      return [{ pointer: instancePath, detail: message }];
  }
}

const sourceOf = (pattern: string | RegExp = ''): string =>
  typeof pattern === 'string' ? pattern : pattern.source;

export const escapePointer = (field: string): string =>
  field.replaceAll('~', '~0').replaceAll('/', '~1');
