// Which sources a page may load from: its own server's alone, and those of a payment provider's script
// where one is configured, which must come from the provider.

const STRIPE: Readonly<Record<string, string>> = {
  'script-src': 'https://js.stripe.com',
  'frame-src': 'https://js.stripe.com https://hooks.stripe.com',
  'connect-src': 'https://api.stripe.com',
};

/** What a page that no provider stands in may load, by directive. */
const own: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

interface Exceptions {
  hasStripe?: boolean;
  /** In the place of a directive. */
  instead?: Readonly<Record<string, string>>;
}

/** The value of `content-security-policy`. */
export function contentPolicy({ hasStripe = false, instead = {} }: Exceptions): string {
  const directives: Record<string, string> = { ...own, ...instead };
  for (const [name, sources] of Object.entries(hasStripe ? STRIPE : {})) {
    directives[name] = [directives[name], sources].filter(Boolean).join(' ');
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
