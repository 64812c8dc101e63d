// The address is the state: what is shown can be reloaded, shared and walked back from. Links are real
// links; those of the same page are followed without loading it again.

import { effect, signal } from '@preact/signals';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

export const place = signal<Place>(here());

/** Paths that the page on show draws itself; any other is loaded. */
let isOwn: (path: string) => boolean = () => false;

export function go(url: string, { replace = false } = {}): void {
  const target = new URL(url, location.href);
  if (!isOwn(target.pathname)) {
    location.assign(target.href);
    return;
  }
  const isNewPath = target.pathname !== location.pathname;
  history[replace ? 'replaceState' : 'pushState'](null, '', target.href);
  place.value = here();
  if (isNewPath && !replace) scrollTo(0, 0);
}

/** Changes one parameter of the query; without an entry of its own in the history. */
export function setQuery(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value === null || value === '') url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  go(url.href, { replace: true });
}

const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

export function startRouter(own: (path: string) => boolean): void {
  isOwn = own;
  addEventListener('popstate', () => {
    place.value = here();
  });
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
    const stays =
      link?.origin === location.origin && !link.target && !link.hasAttribute('download');
    if (!link || !stays || event.defaultPrevented || !isPlainClick(event)) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    if (!own(link.pathname)) return;
    event.preventDefault();
    go(link.href);
  });
  announceMoves();
}

/** Whoever does not see the page change hears its new heading. */
function announceMoves(): void {
  let shown = place.peek().path;
  effect(() => {
    const { path } = place.value;
    if (path === shown) return;
    shown = path;
    requestAnimationFrame(() => document.querySelector<HTMLElement>('h1')?.focus());
  });
}
