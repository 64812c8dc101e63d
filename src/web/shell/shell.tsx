// The frame around every page: a way past the navigation, the shop's name, where to go, the switches
// for language and colours, and what is said for a moment.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { Toasts } from '../components/toast.js';
import { languageName } from './format.js';
import { place } from './router.js';
import { chooseLanguage, language, languages, texts } from './texts.js';
import { theme, toggleTheme } from './theme.js';

interface ShellProps {
  /** Stands at the right of the header: the cart, the key. */
  actions?: ComponentChildren;
  children: ComponentChildren;
  isWide?: boolean;
}

export function Shell({ actions, children, isWide = false }: ShellProps) {
  return (
    <div class={isWide ? 'shell shell-wide' : 'shell'}>
      <SkipLink />
      <header class="header">
        <HeaderContent actions={actions} />
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="footer">
        <FooterContent />
      </footer>
      <Toasts />
    </div>
  );
}

const SkipLink = () => (
  <a class="skip-link" href="#main">
    {texts().shell.skip}
  </a>
);

export const HeaderContent = ({ actions }: Pick<ShellProps, 'actions'>) => (
  <>
    <a class="brand" href="/">
      <Mark /> Orderloom
    </a>
    <Navigation />
    <div class="header-actions">{actions}</div>
  </>
);

/** Warp and weft: what the engine is named after. */
const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M6 3v18M12 3v18M18 3v18" />
    <path d="M2 8h2.5M7.5 8h9M19.5 8h2.5M2 16h8.5M13.5 16h8.5" />
  </svg>
);

function Navigation() {
  const { navigation } = texts().shell;
  const links: [href: string, label: string][] = [
    ['/', navigation.shop],
    ['/welcome', navigation.welcome],
    ['/race', navigation.race],
    ['/ops', navigation.operations],
  ];
  const isHere = (href: string) =>
    href === '/'
      ? place.value.path === '/' || place.value.path.startsWith('/products/')
      : place.value.path === href;
  return (
    <nav class="navigation" aria-label={navigation.label}>
      {links.map(([href, label]) => (
        <a key={href} href={href} aria-current={isHere(href) ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

export function FooterContent() {
  const { footer } = texts().shell;
  return (
    <>
      <p>
        <a href="/docs">{footer.api}</a> <a href="/openapi.json">OpenAPI</a>
      </p>
      <div class="footer-choices">
        <ThemeSwitch />
        <LanguageSwitch />
      </div>
    </>
  );
}

function ThemeSwitch() {
  const { footer } = texts().shell;
  const isDark = theme.value === 'dark';
  return (
    <button type="button" class="quiet-button" aria-pressed={isDark} onClick={toggleTheme}>
      <Icon name={isDark ? 'moon' : 'sun'} /> {footer.dark}
    </button>
  );
}

function LanguageSwitch() {
  const id = useId();
  return (
    <div class="choice">
      <label class="visually-hidden" for={id}>
        {texts().shell.footer.language}
      </label>
      <select
        id={id}
        value={language}
        onChange={(event) => chooseLanguage(event.currentTarget.value)}
      >
        {languages.map((code) => (
          <option key={code} value={code} lang={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </div>
  );
}
