import { useEffect } from 'preact/hooks';

/** `Cart · Orderloom`. */
export function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'Orderloom' : `${title} · Orderloom`;
  }, [title]);
}
