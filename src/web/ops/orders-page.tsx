// Any order: found by number, e-mail address or state, its whole history, cancelled or given back.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Badge } from '../components/badge.js';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Field, Select } from '../components/field.js';
import { Table } from '../components/table.js';
import { dateTime, money } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { place, setQuery } from '../shell/router.js';
import { texts } from '../shell/texts.js';
import { stateTones } from './figures.js';
import { callAs } from './key.js';
import { OrderDetail, type OrderView } from './order-detail.js';

const found = resource<{ items: OrderView[]; nextCursor: string | null }>();
const more = signal<readonly OrderView[]>([]);

function query(cursor: string | null = null): string {
  const asked = place.value.query;
  const words = new URLSearchParams({ limit: '25' });
  const term = asked.get('q')?.trim() ?? '';
  if (term.includes('@')) words.set('email', term);
  else if (term !== '') words.set('number', term);
  const state = asked.get('state');
  if (state) words.set('state', state);
  if (cursor) words.set('cursor', cursor);
  return `/v1/admin/orders?${words}`;
}

const load = () => {
  more.value = [];
  void found.load(() => callAs(query()));
};

async function loadMore(cursor: string): Promise<void> {
  const answer = await callAs<{ items: OrderView[]; nextCursor: string | null }>(query(cursor));
  if (!answer.ok) return;
  more.value = [...more.value, ...answer.body.items];
  found.state.value = {
    ...found.state.value,
    body: { items: found.state.value.body?.items ?? [], nextCursor: answer.body.nextCursor },
  };
}

export function OrdersPage() {
  const words = texts().ops;
  const asked = place.value.query;
  const open = asked.get('open');
  const search = `${asked.get('q')} ${asked.get('state')}`;
  useEffect(load, [search]);
  const { body, problem } = found.state.value;
  return (
    <>
      <div class="ops-choices">
        <Field
          name="q"
          label={words.orders.search}
          hint={words.orders.searchHint}
          type="search"
          value={asked.get('q') ?? ''}
          onInput={(value) => setQuery('q', value)}
        />
        <Select
          name="state"
          label={words.orders.state}
          value={asked.get('state') ?? ''}
          onInput={(value) => setQuery('state', value)}
          options={[
            { value: '', label: words.orders.anyState },
            ...Object.entries(words.states).map(([value, label]) => ({ value, label })),
          ]}
        />
      </div>
      {open && (
        <OrderDetail key={open} id={open} onClose={() => setQuery('open', null)} onChange={load} />
      )}
      {problem && !body && <Failure problem={problem} onRetry={load} />}
      {body && <Orders rows={[...body.items, ...more.value]} nextCursor={body.nextCursor} />}
    </>
  );
}

function Orders({ rows, nextCursor }: { rows: readonly OrderView[]; nextCursor: string | null }) {
  const words = texts().ops;
  if (rows.length === 0 && !nextCursor) return <p class="card soft">{words.orders.none}</p>;
  return (
    <section class="card">
      <Table
        caption={words.orders.title}
        isCaptionHidden
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.orders.number,
            cell: ({ id, number }) => (
              <Button kind="quiet" onClick={() => setQuery('open', id)}>
                {number ?? id.slice(-8)}
              </Button>
            ),
          },
          { label: words.orders.placed, cell: ({ createdAt }) => dateTime(createdAt) },
          { label: words.orders.customer, cell: ({ customer }) => customer.name },
          {
            label: words.orders.state,
            cell: ({ state }) => (
              <Badge tone={stateTones[state] ?? 'neutral'}>{words.states[state] ?? state}</Badge>
            ),
          },
          {
            label: words.orders.total,
            isFigure: true,
            cell: ({ totals, currency }) => money(totals.total, currency),
          },
        ]}
      />
      {nextCursor && <Button onClick={() => void loadMore(nextCursor)}>{words.orders.more}</Button>}
    </section>
  );
}
