import { Type } from 'typebox';
import { Nullable, Time } from './answers.js';

export const VerificationAnswer = Type.Object(
  {
    runningSince: Nullable(Time),
    last: Nullable(
      Type.Object({
        startedAt: Time,
        endedAt: Time,
        orders: Type.Integer(),
        checked: Type.Integer({ description: 'Invariants that were looked at' }),
        offences: Type.Array(
          Type.Object({
            invariant: Type.String(),
            offender: Type.String(),
            detail: Type.String(),
          }),
        ),
        failure: Nullable(Type.String({ description: 'Why it could not be looked' })),
      }),
    ),
  },
  { title: 'Verification' },
);
