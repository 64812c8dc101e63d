// How often whom may call, as the setting `RATE_LIMIT` says.

export const limitNames = ['orders', 'carts', 'quotes', 'accounts', 'reads'] as const;
export type LimitName = (typeof limitNames)[number];

/**
 * Requests a minute. Behind one address there may be an office or a mobile network, behind a session
 * one person, behind a key a program that is trusted.
 */
export const defaultLimits: Readonly<
  Record<LimitName, Record<'address' | 'session' | 'key', number>>
> = {
  orders: { address: 300, session: 60, key: 60_000 },
  carts: { address: 6_000, session: 1_200, key: 60_000 },
  quotes: { address: 1_200, session: 300, key: 60_000 },
  accounts: { address: 120, session: 60, key: 6_000 },
  reads: { address: 12_000, session: 3_000, key: 60_000 },
};

export interface RateLimitSetting {
  /** Programs on this machine are not limited: a benchmark, or a proxy that was not declared. */
  sparesLoopback: boolean;
  limits: typeof defaultLimits;
}

/**
 * `on`, `off`, or limits a minute that hold for whoever has no key, as in `orders=60,carts=600`.
 * Limits that are written out hold for this machine's own programs too.
 */
export function readRateLimit(text: string): RateLimitSetting | null {
  if (text === 'off') return null;
  if (text === 'on') return { sparesLoopback: true, limits: defaultLimits };
  const given = text.split(',').map((part) => part.split('='));
  const own = given.map(([name, limit]) => {
    const each = Number(limit);
    return [name, { ...defaultLimits[name as LimitName], address: each, session: each }] as const;
  });
  return { sparesLoopback: false, limits: { ...defaultLimits, ...Object.fromEntries(own) } };
}

/** What the setting may be. */
export const RATE_LIMIT_FORM = `^(on|off|(${limitNames.join('|')})=[1-9]\\d{0,6}(,(${limitNames.join('|')})=[1-9]\\d{0,6})*)$`;
