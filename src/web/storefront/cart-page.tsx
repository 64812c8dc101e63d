// The cart: its lines, what can be done about what has sold out meanwhile, coupons, and the sum.

import { useEffect } from 'preact/hooks';
import { Failure } from '../components/failure.js';
import { Icon } from '../components/icon.js';
import { Skeleton } from '../components/skeleton.js';
import { say } from '../components/toast.js';
import { money, unitMoney } from '../shell/format.js';
import { usePageTitle } from '../shell/page-title.js';
import { counted, fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { cartState, loadCart, putLine } from './cart.js';
import type { Cart, CartLine } from './cart-shapes.js';
import { ChoiceBar } from './choice-bar.js';
import { Coupons } from './coupons.js';
import { Picture } from './picture.js';
import { freshness } from './products.js';
import { Stepper } from './stepper.js';
import { Summary } from './summary.js';

export function CartPage() {
  const { cart: words } = texts();
  usePageTitle(words.title);
  const fresh = freshness.value;
  useEffect(() => {
    loadCart();
  }, [fresh]);
  const { cart, problem, isLoaded } = cartState.value;
  return (
    <>
      <h1 tabIndex={-1}>{words.title}</h1>
      {problem && !cart && <Failure problem={problem} onRetry={loadCart} />}
      {!isLoaded && <Skeleton class="skeleton-block" />}
      {isLoaded && !problem && (cart === null || cart.lines.length === 0) && <EmptyCart />}
      {cart !== null && cart.lines.length > 0 && <FullCart cart={cart} />}
    </>
  );
}

export function EmptyCart() {
  const { cart: words } = texts();
  return (
    <div class="empty">
      <p class="empty-title">{words.empty}</p>
      <p class="soft">{words.emptyHint}</p>
      <a class="button button-primary" href="/">
        {words.toShop}
      </a>
    </div>
  );
}

function FullCart({ cart }: { cart: Cart }) {
  const { cart: words } = texts();
  return (
    <div class="split">
      <div>
        <ul class="lines">
          {cart.lines.map((line) => (
            <Line key={line.sku} line={line} currency={cart.currency} />
          ))}
          <Gifts cart={cart} />
        </ul>
        <ChoiceBar />
      </div>
      <section class="card summary" aria-label={words.summary}>
        <h2>{words.summary}</h2>
        <Coupons cart={cart} />
        <Summary cart={cart} />
        <a class="button button-primary button-wide" href="/checkout">
          {words.checkout}
        </a>
      </section>
    </div>
  );
}

async function setQuantity(sku: string, quantity: number): Promise<void> {
  const answer = await putLine(sku, quantity);
  if (!answer.ok) say(wordsOf(answer.problem));
}

function Line({ line, currency }: { line: CartLine; currency: string }) {
  const { cart: words } = texts();
  const { sku, name, quantity, available, unitPrice } = line;
  const amount = line.gross ?? line.net ?? null;
  const remove = async () => {
    await setQuantity(sku, 0);
    say(fill(words.removed, { name }));
  };
  return (
    <li class="line">
      <span class="line-picture">
        <Picture sku={sku} name={name} />
      </span>
      <div class="line-text">
        <a class="line-name" href={`/products/${encodeURIComponent(sku)}`}>
          {name}
        </a>
        {unitPrice !== null && (
          <span class="soft">{fill(words.each, { price: unitMoney(unitPrice, currency) })}</span>
        )}
        <Shortage line={line} />
      </div>
      <div class="line-quantity">
        <Stepper
          name={name}
          value={quantity}
          max={Math.max(available, quantity)}
          onChange={(next) => setQuantity(sku, next)}
        />
        <button
          type="button"
          class="icon-button"
          aria-label={fill(words.remove, { name })}
          onClick={remove}
        >
          <Icon name="close" />
        </button>
      </div>
      <span class="line-amount figure">{amount === null ? '' : money(amount, currency)}</span>
    </li>
  );
}

/** Others have bought in the meantime: said here, with the way out of it. */
export function Shortage({ line: { sku, quantity, available } }: { line: CartLine }) {
  const { cart: words } = texts();
  if (available >= quantity) return null;
  const text = available > 0 ? counted(words.onlyAvailable, available) : words.noneAvailable;
  const label = available > 0 ? fill(words.take, { count: available }) : words.takeOut;
  return (
    <p class="line-shortage" role="status">
      {text}{' '}
      <button type="button" class="button button-quiet" onClick={() => setQuantity(sku, available)}>
        {label}
      </button>
    </p>
  );
}

/** What an offer adds for nothing; it is no line that can be changed. */
function Gifts({ cart }: { cart: Cart }) {
  const gifts = cart.quote?.lines.filter(({ giftOf }) => giftOf !== undefined) ?? [];
  return gifts.map(({ sku, name, quantity }) => (
    <li key={`gift ${sku}`} class="line">
      <span class="line-picture">
        <Picture sku={sku} name={name} />
      </span>
      <div class="line-text">
        <span class="line-name">{name}</span>
        <span class="soft">
          {texts().cart.gift} · {quantity}
        </span>
      </div>
    </li>
  ));
}
