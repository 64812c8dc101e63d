// What settings have to look like whose form is a regular expression, in words: that is what somebody
// needs who has mistyped one.

import { limitNames } from '../core/rate-limit-setting.js';

export const settingForms: Readonly<Record<string, string>> = {
  ORDERLOOM_OPERATOR_KEY: 'must be 16 to 255 printable characters without spaces',
  STRIPE_SECRET_KEY: 'must be a secret key of Stripe: sk_… or rk_…',
  STRIPE_WEBHOOK_SECRET: "must be the signing secret of Stripe's webhook: whsec_…",
  STRIPE_PUBLISHABLE_KEY: 'must be a publishable key of Stripe: pk_…',
  CART_CURRENCY: 'must be three capital letters (ISO 4217), such as EUR',
  CART_COUNTRY: 'must be two capital letters (ISO 3166-1), such as DE',
  MAIL_FROM: 'must be an e-mail address without a name, such as shop@example.com',
  TAX_PROVIDER_SECRET: 'must be at most 1000 printable characters without spaces',
  TAX_PROVIDER_COUNTRIES: 'must be countries with commas between them, such as US,CA',
  RATE_LIMIT: `must be on, off, or limits from 1 to 9999999 such as orders=60,carts=600 (${limitNames.join(', ')})`,
};
