// The storefront: which page stands at which address.

import { Icon } from '../components/icon.js';
import { place, startRouter } from '../shell/router.js';
import { Shell } from '../shell/shell.js';
import { start } from '../shell/start.js';
import { counted, texts } from '../shell/texts.js';
import { customer, loadSession } from './account.js';
import { AccountPage } from './account-page.js';
import { loadCart, pieces } from './cart.js';
import { CartPage } from './cart-page.js';
import { CheckoutPage } from './checkout-page.js';
import { ListPage } from './list-page.js';
import { NotFound } from './not-found.js';
import { ProductPage } from './product-page.js';
import { keepFresh } from './products.js';
import { ResetPage } from './reset-page.js';
import { loadShop } from './shop-info.js';
import { WelcomePage } from './welcome-page.js';

const skuIn = (path: string): string | null => {
  const match = /^\/products\/([^/]+)$/.exec(path);
  return match ? decodeURIComponent(match[1] as string) : null;
};

const fixed: Record<string, () => preact.JSX.Element> = {
  '/': () => <ListPage />,
  '/cart': () => <CartPage />,
  '/checkout': () => <CheckoutPage />,
  '/account': () => <AccountPage />,
  '/account/reset': () => <ResetPage />,
  '/welcome': () => <WelcomePage />,
};

const isOwn = (path: string): boolean => path in fixed || skuIn(path) !== null;

function Page() {
  const { path } = place.value;
  const sku = skuIn(path);
  if (sku !== null) return <ProductPage key={sku} sku={sku} />;
  return fixed[path]?.() ?? <NotFound />;
}

function CartLink() {
  const { cart } = texts();
  return (
    <a class="cart-link" href="/cart" aria-label={counted(cart.open, pieces.value)}>
      <Icon name="bag" />
      <span class="cart-count" aria-hidden="true">
        {pieces.value}
      </span>
    </a>
  );
}

function AccountLink() {
  const { account } = texts();
  const name = customer.value?.name;
  return (
    <a
      class="icon-button"
      href="/account"
      aria-label={name ? `${account.title}: ${name}` : account.signIn}
    >
      <Icon name="person" />
    </a>
  );
}

const actions = (
  <>
    <AccountLink />
    <CartLink />
  </>
);

const Storefront = () => (
  <Shell actions={actions}>
    <Page />
  </Shell>
);

startRouter(isOwn);
loadCart().then(loadSession);
keepFresh();

/** Without the shop's name and categories the page would be drawn twice, and jump in between. */
const WAIT_MAX_MS = 1_500;
const waited = new Promise((resolve) => setTimeout(resolve, WAIT_MAX_MS));
Promise.race([loadShop(), waited]).then(() => start(() => <Storefront />));
