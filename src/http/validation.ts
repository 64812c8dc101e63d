// Bodies, queries and paths against their schemas. What is right is found to be so at once; what is
// wrong is looked at a second time, for all that is wrong with it, unless it is so large that this
// would keep everybody waiting: then the first mistake has to do.

import { Ajv, type Options, type ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';

/**
 * Values in a body whose every mistake is named. A promotion that is an empty object costs about 30 µs,
 * so that a megabyte of them would hold the main loop for ten seconds.
 */
const VALUES_MAX = 2_000;

// An unknown field is a mistake to be named, not to be dropped in silence.
const options: Options = { removeAdditional: false, coerceTypes: false, useDefaults: true };

export function schemaValidation(): FastifySchemaCompiler<object> {
  const quick = new Ajv(options);
  const thorough = new Ajv({ ...options, allErrors: true });
  return ({ schema }) => {
    const isRight = quick.compile(schema);
    // Compiled for whoever makes the first mistake.
    let mistakesOf: ValidateFunction | null = null;
    const validate = (value: unknown): boolean => {
      if (isRight(value)) return true;
      validate.errors = isRight.errors ?? null;
      if (!isSmall(value)) return false;
      mistakesOf ??= thorough.compile(schema);
      mistakesOf(value);
      validate.errors = mistakesOf.errors ?? null;
      return false;
    };
    validate.errors = null as FastifySchemaValidationError[] | null;
    return validate;
  };
}

/** Counted no further than that. */
function isSmall(value: unknown): boolean {
  const waiting: unknown[] = [value];
  let seen = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    const members = Object.values(next);
    seen += members.length;
    if (seen > VALUES_MAX) return false;
    waiting.push(...members);
  }
  return true;
}
