// What outlives a reload. A browser may refuse storage (private windows, full disks): then things are
// kept for as long as the page lives, and nothing fails.

const memory = new Map<string, string>();

type Area = 'sessionStorage' | 'localStorage';

function read(area: Area, key: string): string | null {
  try {
    return window[area].getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(area: Area, key: string, value: string | null): void {
  memory.delete(key);
  try {
    if (value === null) window[area].removeItem(key);
    else window[area].setItem(key, value);
  } catch {
    if (value !== null) memory.set(key, value);
  }
}

/** One named value, as JSON; what cannot be read is as if it were not there. */
export interface Kept<Value> {
  get(): Value | null;
  set(value: Value | null): void;
}

const kept =
  (area: Area) =>
  <Value>(name: string): Kept<Value> => {
    const key = `orderloom.${name}`;
    return {
      get() {
        const text = read(area, key);
        if (text === null) return null;
        try {
          return JSON.parse(text) as Value;
        } catch {
          return null;
        }
      },
      set: (value) => write(area, key, value === null ? null : JSON.stringify(value)),
    };
  };

/** Until the tab is closed. */
export const keptInTab = kept('sessionStorage');
/** Until it is taken away. */
export const keptInBrowser = kept('localStorage');

const YEAR_S = 365 * 24 * 3_600;

/** The server reads these two choices, so that the first byte of a page is as the visitor wants it. */
export function keepChoice(name: 'language' | 'theme', value: string | null): void {
  const age = value === null ? 0 : YEAR_S;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value ?? ''}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
}
