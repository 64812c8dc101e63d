// The shop's first page: what is sold, found by words, in the visitor's currency.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Icon } from '../components/icon.js';
import { usePageTitle } from '../shell/page-title.js';
import { type Resource, resource } from '../shell/resource.js';
import { place, setQuery } from '../shell/router.js';
import { counted, fill, texts } from '../shell/texts.js';
import { ChoiceBar } from './choice-bar.js';
import { ProductCard, ProductSkeleton } from './product-card.js';
import { freshness, PAGE_SIZE, type ProductList, products } from './products.js';
import { shopInfo } from './shop-info.js';

/** Outlives the page, so that coming back from a product shows the list at once. */
const list: Resource<ProductList> = resource<ProductList>();

export function ListPage() {
  const { shop } = texts();
  usePageTitle(null);
  const query = place.value.query.get('q') ?? '';
  const count = Number(place.value.query.get('show')) || PAGE_SIZE;
  const fresh = freshness.value;
  useEffect(() => {
    list.load(() => products(query, count));
  }, [query, count, fresh]);
  return (
    <>
      <div class="hero">
        <h1 tabIndex={-1}>{shopInfo.value?.name ?? shop.title}</h1>
        <p class="lead">{shop.lead}</p>
      </div>
      <div class="find">
        <Search />
        <ChoiceBar />
      </div>
      <Categories query={query} />
      <Results query={query} count={count} />
    </>
  );
}

const PAUSE_MS = 180;

function Search() {
  const { shop } = texts();
  const [text, setText] = useState(place.value.query.get('q') ?? '');
  const timer = useRef<number | undefined>(undefined);
  const asked = place.value.query.get('q') ?? '';
  // Another way to the same page – a category, the back button – says what is searched for as well.
  useEffect(() => setText(asked), [asked]);
  const search = (words: string) => {
    setText(words);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setQuery('q', words.trim()), PAUSE_MS);
  };
  return (
    <search class="search">
      <label class="visually-hidden" for="search">
        {shop.search}
      </label>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        maxLength={100}
        placeholder={shop.searchHint}
        value={text}
        onInput={(event) => search(event.currentTarget.value)}
      />
    </search>
  );
}

/** What there is of each kind; a category is a word to search for like any other. */
function Categories({ query }: { query: string }) {
  const { shop } = texts();
  const names = shopInfo.value?.categories ?? [];
  if (names.length < 2) return null;
  const link = (label: string, words: string) => (
    <li key={words}>
      <a
        href={words === '' ? '/' : `/?q=${encodeURIComponent(words)}`}
        aria-current={query === words ? 'true' : undefined}
      >
        {label}
      </a>
    </li>
  );
  return (
    <nav class="categories" aria-label={shop.categories}>
      <ul>
        {link(shop.allCategories, '')}
        {names.map((name) => link(shop.categoryNames[name] ?? name, name))}
      </ul>
    </nav>
  );
}

function Results({ query, count }: { query: string; count: number }) {
  const { shop } = texts();
  const { body, problem } = list.state.value;
  const retry = () => list.load(() => products(query, count));
  if (problem && !body) return <Failure problem={problem} onRetry={retry} />;
  if (!body) return <Loading />;
  if (body.items.length === 0) return <Nothing query={query} />;
  const total = body.items.length;
  return (
    <>
      <p class="visually-hidden" role="status">
        {query === '' ? '' : fill(counted(shop.foundFor, total), { query })}
      </p>
      <ul class="products">
        {body.items.map((item) => (
          <ProductCard key={item.sku} product={item} />
        ))}
      </ul>
      {body.nextCursor !== null && (
        <p class="more">
          <Button onClick={() => setQuery('show', String(count + PAGE_SIZE))}>{shop.more}</Button>
        </p>
      )}
    </>
  );
}

function Nothing({ query }: { query: string }) {
  const { shop } = texts();
  return (
    <div class="empty" role="status">
      <p class="empty-title">{query === '' ? shop.empty : fill(shop.nothing, { query })}</p>
      {query !== '' && (
        <>
          <p>{shop.nothingHint}</p>
          <a class="button button-plain" href="/">
            {shop.showAll}
          </a>
        </>
      )}
    </div>
  );
}

const SKELETONS = 12;

const Loading = () => (
  <div role="status">
    <span class="visually-hidden">{texts().shell.loading}</span>
    <ul class="products" aria-hidden="true">
      {Array.from({ length: SKELETONS }, (_, index) => (
        <ProductSkeleton key={index} />
      ))}
    </ul>
  </div>
);
