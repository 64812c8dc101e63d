// The storefront: which page stands at which address.

import { Icon } from '../components/icon.js';
import { place, startRouter } from '../shell/router.js';
import { Shell } from '../shell/shell.js';
import { start } from '../shell/start.js';
import { counted, texts } from '../shell/texts.js';
import { loadCart, pieces } from './cart.js';
import { ListPage } from './list-page.js';
import { NotFound } from './not-found.js';
import { ProductPage } from './product-page.js';
import { keepFresh } from './products.js';
import { loadShop } from './shop-info.js';

const skuIn = (path: string): string | null => {
  const match = /^\/products\/([^/]+)$/.exec(path);
  return match ? decodeURIComponent(match[1] as string) : null;
};

const fixed: Record<string, () => preact.JSX.Element> = {
  '/': () => <ListPage />,
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

const Storefront = () => (
  <Shell actions={<CartLink />}>
    <Page />
  </Shell>
);

startRouter(isOwn);
loadShop();
loadCart();
keepFresh();
start(() => <Storefront />);
