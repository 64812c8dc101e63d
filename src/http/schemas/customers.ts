// What people who sign in send and are answered.

import { Type } from 'typebox';
import { PASSWORD_MAX, PASSWORD_MIN } from '../../core/password-rules.js';
import { Nullable, Time } from './answers.js';
import { Address, Customer, closed } from './fields.js';

const { email: Email, name: Name } = Customer.properties;

const passwordRules = `At least ${PASSWORD_MIN} characters of any kind; not one that is tried first, and not made of one's own name or address`;

/** One to be taken: how long it has to be is said by the rules, in their own words. */
export const NewPassword = Type.String({
  minLength: 1,
  maxLength: PASSWORD_MAX,
  description: passwordRules,
});
/** One that is taken already. */
const Password = Type.String({ minLength: 1, maxLength: PASSWORD_MAX });

const person = { email: 'customer@example.com', name: 'Example Customer' };

export const RegistrationBody = Type.Object(
  { email: Email, password: NewPassword, name: Name },
  {
    ...closed,
    title: 'Registration',
    examples: [{ ...person, password: 'correct horse battery' }],
  },
);

export const CartId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w-]+$' });

export const SignInBody = Type.Object(
  {
    email: Email,
    password: Password,
    cartId: Type.Optional({ ...CartId, description: "A guest's cart, to go into the customer's" }),
  },
  {
    ...closed,
    title: 'SignIn',
    examples: [{ email: person.email, password: 'correct horse battery' }],
  },
);

export const PasswordBody = Type.Object(
  { password: Password, newPassword: NewPassword },
  { ...closed, title: 'PasswordChange' },
);
export const ResetRequestBody = Type.Object({ email: Email }, closed);
export const ResetBody = Type.Object({ password: NewPassword }, closed);
export const ErasureBody = Type.Object({ password: Password }, closed);

export const AccountChange = Type.Object(
  {
    name: Type.Optional(Name),
    address: Type.Optional(
      Type.Union([Address, Type.Null()], {
        description: 'Offered at the next order; null forgets it',
      }),
    ),
    email: Type.Optional(Email),
    password: Type.Optional({ ...Password, description: 'Has to be given with a new e-mail' }),
  },
  { ...closed, title: 'AccountChange', minProperties: 1 },
);

export const ResetParams = Type.Object({
  token: Type.String({ pattern: '^[\\w-]{43}$', description: 'Of the e-mail' }),
});
export const SessionParams = Type.Object({
  id: Type.String({ pattern: '^[\\w-]{1,64}$', description: 'Of the session' }),
});

export const PersonAnswer = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
  },
  { title: 'Person' },
);

export const SessionAnswer = Type.Object(
  {
    customer: Nullable(PersonAnswer),
    cartId: Nullable(Type.String()),
  },
  { title: 'Session' },
);

export const SessionsAnswer = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        current: Type.Boolean({ description: 'The one that asks' }),
        userAgent: Type.String({ description: 'What the browser called itself' }),
        createdAt: Time,
        lastSeenAt: Time,
        expiresAt: Time,
      }),
    ),
    nextCursor: Type.Null(),
  },
  { title: 'SessionList' },
);

export const EndedAnswer = Type.Object({ ended: Type.Integer() });

export const AccountAnswer = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    name: Type.String(),
    address: Type.Optional(Address),
  },
  { title: 'Account' },
);

export const Accepted = Type.Object({ accepted: Type.Boolean() });
