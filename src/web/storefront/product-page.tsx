// One product: large, with everything that is known of it, counted live.

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Skeleton } from '../components/skeleton.js';
import { majorMoney } from '../shell/format.js';
import { usePageTitle } from '../shell/page-title.js';
import { type Resource, resource } from '../shell/resource.js';
import { fill, texts } from '../shell/texts.js';
import { Availability } from './availability.js';
import { quantityOf } from './cart.js';
import { NotFound } from './not-found.js';
import { Picture } from './picture.js';
import { Price } from './price.js';
import { freshness, type Product, product } from './products.js';
import { choice, shopInfo } from './shop-info.js';
import { Stepper } from './stepper.js';
import { useAdd } from './use-add.js';

export function ProductPage({ sku }: { sku: string }) {
  const [found] = useState<Resource<Product>>(() => resource<Product>());
  const { body, problem } = found.state.value;
  const fresh = freshness.value;
  useEffect(() => {
    found.load(() => product(sku));
  }, [found, sku, fresh]);
  usePageTitle(body?.name ?? null);
  const { shop } = texts();
  if (problem?.type === 'not-found') return <NotFound />;
  return (
    <>
      <p class="back">
        <a href="/">← {shop.back}</a>
      </p>
      {body ? (
        <Details product={body} />
      ) : problem ? (
        <Failure problem={problem} onRetry={() => found.load(() => product(sku))} />
      ) : (
        <div class="details" aria-busy="true">
          <Skeleton class="picture" />
          <Skeleton class="skeleton-line" />
        </div>
      )}
    </>
  );
}

function Details({ product: shown }: { product: Product }) {
  const { shop } = texts();
  const { sku, name, category, available } = shown;
  const held = quantityOf(sku);
  const [count, setCount] = useState(1);
  const { isBusy, add } = useAdd(shown);
  const left = available - held;
  const hasPrice = shown.prices[choice.value.currency] !== undefined;
  return (
    <article class="details">
      <Picture sku={sku} name={name} />
      <div class="details-text">
        <p class="soft">{shop.categoryNames[category] ?? category}</p>
        <h1 tabIndex={-1}>{name}</h1>
        <Price product={shown} />
        <p role="status">
          <Availability count={available} />
        </p>
        {left > 0 && hasPrice && (
          <div class="buy">
            <Stepper name={name} value={Math.min(count, left)} max={left} onChange={setCount} />
            <Button
              kind="primary"
              isBusy={isBusy}
              busyLabel={shop.adding}
              onClick={() => add(Math.min(count, left))}
            >
              {shop.add}
            </Button>
          </div>
        )}
        {held > 0 && (
          <p>
            <a href="/cart">{fill(shop.inCart, { count: held })}</a>
          </p>
        )}
        <Facts sku={sku} />
      </div>
    </article>
  );
}

function Facts({ sku }: { sku: string }) {
  const { shop } = texts();
  const { currency } = choice.value;
  const prices = (shopInfo.value?.shippingMethods ?? [])
    .map(({ prices: all }) => all[currency])
    .filter((price) => price !== undefined);
  const least = prices.sort((a, b) => Number(a) - Number(b)).find((price) => Number(price) > 0);
  return (
    <dl class="facts">
      <dt>{shop.sku}</dt>
      <dd>
        <code>{sku}</code>
      </dd>
      {least !== undefined && (
        <>
          <dt class="visually-hidden">{texts().cart.shipping}</dt>
          <dd>{fill(shop.delivery, { price: majorMoney(least, currency) })}</dd>
        </>
      )}
      <dt class="visually-hidden">{texts().cart.explainTaxes}</dt>
      <dd class="soft">{shop.taxNote}</dd>
    </dl>
  );
}
