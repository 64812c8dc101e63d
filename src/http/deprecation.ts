// How an operation ends: its row in the route table names the day on which it was deprecated and the
// day on which it stops, and every answer says both (RFC 9745, RFC 8594) until then.

export interface Deprecation {
  /** YYYY-MM-DD */
  since: string;
  /** YYYY-MM-DD: at least six months later. */
  sunset: string;
  /** What to call instead, such as `/v2/orders`. */
  successor?: string;
}

export function deprecationHeaders(deprecation: Deprecation | undefined): Record<string, string> {
  if (!deprecation) return {};
  const { since, sunset, successor } = deprecation;
  return {
    deprecation: `@${Date.parse(since) / 1_000}`,
    sunset: new Date(sunset).toUTCString(),
    ...(successor ? { link: `<${successor}>; rel="successor-version"` } : {}),
  };
}
