// A race as its page asks for it and is answered.

import { Type } from 'typebox';
import { delayedSteps, failingSteps, raceLimits } from '../../races/race-plan.js';
import { closed } from './fields.js';

const DelayMs = Type.Integer({ minimum: 0, maximum: raceLimits.delayMs });
const FailurePart = Type.Number({ minimum: 0, maximum: raceLimits.failures });

const each = <Schema extends Parameters<typeof Type.Optional>[0]>(
  names: readonly string[],
  schema: Schema,
) => Object.fromEntries(names.map((name) => [name, Type.Optional(schema)]));

export const RaceBody = Type.Object(
  {
    customers: Type.Integer({ minimum: 1, maximum: raceLimits.customers }),
    stock: Type.Integer({ minimum: 0, maximum: raceLimits.stock }),
    delaysMs: Type.Optional(
      Type.Object(each(delayedSteps, DelayMs), {
        ...closed,
        description: 'Milliseconds that a step waits; 0 where it is left out',
      }),
    ),
    failures: Type.Optional(
      Type.Object(each(failingSteps, FailurePart), {
        ...closed,
        description:
          'The part of the attempts that fails; of `pay`, of the cards that are declined',
      }),
    ),
  },
  {
    ...closed,
    title: 'RaceRequest',

    examples: [
      {
        customers: 100,
        stock: 50,
        delaysMs: { stock: 300, quote: 300, pay: 500, email: 200, warehouse: 400 },
        failures: { email: 0.2 },
      },
    ],
  },
);

const Prediction = Type.Object({ answerMs: Type.Number(), lastTaskMs: Type.Number() });

export const RaceAnswer = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(['starting', 'running', 'finished', 'failed']),
    failure: Type.Union([Type.String(), Type.Null()]),
    startedAt: Type.String({ format: 'date-time' }),
    plan: Type.Object({
      customers: Type.Integer(),
      stock: Type.Integer(),
      delaysMs: Type.Record(Type.String(), Type.Integer()),
      failures: Type.Record(Type.String(), Type.Number()),
    }),
    predictions: Type.Object(
      { sequential: Prediction, parallel: Prediction },
      { description: 'What the delays alone would take' },
    ),
  },
  { title: 'Race' },
);
