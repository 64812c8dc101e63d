// Which methods a path has: what whoever asks with another is told in `Allow` (RFC 9110, 15.5.6). It is
// looked up only where no route was found, and knows no more than the route table.

import type { RouteOptions } from 'fastify';

export class AllowedMethods {
  readonly #routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  add({ method, url }: Pick<RouteOptions, 'method' | 'url'>): void {
    const route = this.#routes.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one);
    this.#routes.set(url, route);
  }

  /**
   * Sorted; none for a path that nothing stands at.
   * @param path as it came: one that cannot be decoded was refused before
   */
  of(path: string): string[] {
    const decoded = decodeURI(path);
    const matching = [...this.#routes.values()].filter(({ pattern }) => pattern.test(decoded));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
  }
}

/** As the router reads a route: a parameter is what stands between two slashes, even nothing. */
function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/:\w+/g, '[^/]*')}$`, 's');
}
