// What a schema cannot say of the settings.

import { countries } from '../core/countries.js';
import { currencyDigits } from '../core/currencies.js';
import { readTrustProxy } from '../http/trust-proxy.js';
import { ConfigError } from './config-error.js';
import type { Settings } from './settings.js';

/** @throws ConfigError that names the setting and what it may be. */
export function assertSettings(settings: Settings): void {
  assertTimeZone(settings.TIME_ZONE);
  assertKnown('CART_CURRENCY', settings.CART_CURRENCY, currencyDigits);
  assertKnown('CART_COUNTRY', settings.CART_COUNTRY, countries);
  assertTrustProxy(settings.TRUST_PROXY);
  assertSecret('WAREHOUSE_SECRET', settings.WAREHOUSE_SECRET);
  assertUrl('SMTP_URL', settings.SMTP_URL, ['smtp:', 'smtps:']);
  assertUrl('ORDERLOOM_URL', settings.ORDERLOOM_URL, ['http:', 'https:']);
  assertUrl('PUBLIC_URL', settings.PUBLIC_URL, ['http:', 'https:']);
  assertUrl('WAREHOUSE_URL', settings.WAREHOUSE_URL, ['http:', 'https:']);
  assertUrl('STRIPE_API_URL', settings.STRIPE_API_URL, ['https:', 'http:']);
  assertStripe(settings);
  assertUrl('TAX_PROVIDER_URL', settings.TAX_PROVIDER_URL, ['http:', 'https:']);
}

function assertTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new ConfigError(`TIME_ZONE is no IANA time zone (it is "${zone}")`);
  }
}

function assertKnown(name: string, code: string, known: { has(code: string): boolean }): void {
  if (!known.has(code)) throw new ConfigError(`${name} "${code}" is not known`);
}

function assertTrustProxy(text: string): void {
  if (readTrustProxy(text) !== null) return;
  throw new ConfigError(
    `TRUST_PROXY must be false, true, a number of proxies, or addresses and networks such as 10.0.0.0/8 (it is "${text}")`,
  );
}

function assertSecret(name: string, secret: string): void {
  if (secret === '' || /^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/.test(secret)) return;
  throw new ConfigError(
    `${name} must be base64 of at least 24 bytes, with or without whsec_ before`,
  );
}

/** Without the secret no notice could be believed, and what the customer has done never be known. */
function assertStripe({ STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET }: Settings): void {
  if (STRIPE_SECRET_KEY === '' || STRIPE_WEBHOOK_SECRET !== '') return;
  throw new ConfigError('STRIPE_WEBHOOK_SECRET must be set with STRIPE_SECRET_KEY');
}

function hasReadableCredentials({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(`${username}:${password}`) !== '';
  } catch {
    return false;
  }
}

/** The value itself may hold a password, so it is not repeated. */
function assertUrl(name: string, url: string, protocols: readonly string[]): void {
  if (url === '') return;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && !hasReadableCredentials(parsed)) {
    throw new ConfigError(`${name}: a % in user or password must be written as %25`);
  }
  if (parsed && protocols.includes(parsed.protocol) && parsed.hostname !== '') return;
  const allowed = protocols.map((protocol) => `${protocol}//host`).join(' or ');
  throw new ConfigError(`${name} must be a URL such as ${allowed}`);
}
