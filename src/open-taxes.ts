// The tax provider of the settings, guarded; `null` where none is configured.

import type { Config } from './config.js';
import { GuardedTaxes } from './gateways/tax/guarded-taxes.js';
import { httpTaxProvider } from './gateways/tax/http-provider.js';

export function openTaxes(config: Config): GuardedTaxes | null {
  if (config.TAX_PROVIDER_URL === '') return null;
  const timeoutMs = config.TAX_PROVIDER_TIMEOUT_MS;
  return new GuardedTaxes({
    provider: httpTaxProvider({
      url: config.TAX_PROVIDER_URL,
      secret: config.TAX_PROVIDER_SECRET,
      timeoutMs,
    }),
    countries: new Set(config.TAX_PROVIDER_COUNTRIES.split(',').filter(Boolean)),
    timeoutMs,
    failuresMax: config.TAX_PROVIDER_FAILURES_MAX,
    pauseMs: config.TAX_PROVIDER_PAUSE_MS,
    now: () => performance.now(),
  });
}
