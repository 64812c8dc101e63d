import { Icon } from '../components/icon.js';
import { Skeleton } from '../components/skeleton.js';
import { fill, texts } from '../shell/texts.js';
import { Availability } from './availability.js';
import { quantityOf } from './cart.js';
import { Picture } from './picture.js';
import { Price } from './price.js';
import type { Product } from './products.js';
import { choice } from './shop-info.js';
import { useAdd } from './use-add.js';

export function ProductCard({ product }: { product: Product }) {
  const { sku, name, available } = product;
  const { shop } = texts();
  const { isBusy, add } = useAdd(product);
  const held = quantityOf(sku);
  const canBuy = available > held && product.prices[choice.value.currency] !== undefined;
  return (
    <li class="product">
      <a class="product-link" href={`/products/${encodeURIComponent(sku)}`}>
        <Picture sku={sku} name={name} />
        <span class="product-name">{name}</span>
      </a>
      <Price product={product} />
      <div class="product-foot">
        <Availability count={available} />
        {canBuy && (
          <button
            type="button"
            class="icon-button product-add"
            aria-label={fill(shop.addNamed, { name })}
            aria-disabled={isBusy || undefined}
            onClick={() => !isBusy && add()}
          >
            {isBusy ? <span class="spinner" aria-hidden="true" /> : <Icon name="plus" />}
          </button>
        )}
      </div>
    </li>
  );
}

export const ProductSkeleton = () => (
  <li class="product" aria-hidden="true">
    <Skeleton class="picture" />
    <Skeleton class="skeleton-line product-name" />
    <Skeleton class="skeleton-line price" />
    <div class="product-foot" />
  </li>
);
