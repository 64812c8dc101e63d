// Signing in, and then: who one is, and what one has ordered.

import { useEffect, useState } from 'preact/hooks';
import { Badge } from '../components/badge.js';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Skeleton } from '../components/skeleton.js';
import { say } from '../components/toast.js';
import { call } from '../shell/api.js';
import { dateTime, money } from '../shell/format.js';
import { usePageTitle } from '../shell/page-title.js';
import { type Resource, resource } from '../shell/resource.js';
import { place, setQuery } from '../shell/router.js';
import { fill, texts } from '../shell/texts.js';
import { type Customer, customer, isSessionKnown, signOut } from './account.js';
import { SignInForm } from './sign-in-form.js';

export function AccountPage() {
  const { account } = texts();
  const known = customer.value;
  usePageTitle(known ? account.title : account.signIn);
  if (!isSessionKnown.value) return <Skeleton class="skeleton-block" />;
  return known ? <Account known={known} /> : <SignIn />;
}

function SignIn() {
  const { account } = texts();
  const isNew = place.value.query.has('new');
  return (
    <div class="narrow">
      <h1 tabIndex={-1}>{isNew ? account.register : account.signIn}</h1>
      <SignInForm isNew={isNew} onDone={() => setQuery('new', null)} />
      <Button kind="quiet" onClick={() => setQuery('new', isNew ? null : '1')}>
        {isNew ? account.haveAccount : account.newAccount}
      </Button>
    </div>
  );
}

interface Order {
  id: string;
  number: string | null;
  state: string;
  createdAt: string;
  currency: string;
  totals: { total: number; payable?: number };
}

function Account({ known }: { known: Customer }) {
  const { account } = texts();
  const leave = async () => {
    await signOut();
    say(account.signedOut);
  };
  return (
    <>
      <h1 tabIndex={-1}>{account.title}</h1>
      <p class="account-line">
        {fill(account.signedInAs, { name: known.name })} · {known.email}{' '}
        <Button kind="quiet" onClick={leave}>
          {account.signOut}
        </Button>
      </p>
      <h2>{account.orders}</h2>
      <Orders />
    </>
  );
}

interface OrderList {
  items: Order[];
  nextCursor: string | null;
}

function Orders() {
  const { account } = texts();
  const [orders] = useState<Resource<OrderList>>(() => resource<OrderList>());
  const load = () => orders.load(() => call<OrderList>('/v1/orders?limit=50'));
  useEffect(() => {
    load();
  }, []);
  const { body, problem } = orders.state.value;
  if (problem) return <Failure problem={problem} onRetry={load} />;
  if (!body) return <Skeleton class="skeleton-block" />;
  if (body.items.length === 0) return <p class="soft">{account.noOrders}</p>;
  return (
    <ul class="orders">
      {body.items.map(({ id, number, createdAt, state, currency, totals }) => (
        <li key={id}>
          <a href={`/orders/${encodeURIComponent(id)}`}>
            {fill(account.order, { number: number ?? id })}
          </a>
          <span class="soft">{dateTime(createdAt)}</span>
          <Badge tone={toneOf(state)}>{account.states[state] ?? state}</Badge>
          <span class="figure">{money(totals.payable ?? totals.total, currency)}</span>
        </li>
      ))}
    </ul>
  );
}

const toneOf = (state: string) =>
  state === 'failed' || state === 'cancelled'
    ? 'bad'
    : state === 'payment-pending'
      ? 'low'
      : 'good';
