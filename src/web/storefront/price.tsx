import { unitMoney } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import type { Product } from './products.js';
import { choice } from './shop-info.js';

/** In the visitor's currency, and whether taxes are in it. */
export function Price({ product }: { product: Product }) {
  const { currency } = choice.value;
  const { shop } = texts();
  const price = product.prices[currency];
  if (!price) return <p class="price soft">{fill(shop.noPrice, { currency })}</p>;
  return (
    <p class="price">
      <strong>{unitMoney(price.unitPrice, currency)}</strong>{' '}
      <small>{price.basis === 'gross' ? shop.gross : shop.net}</small>
    </p>
  );
}
