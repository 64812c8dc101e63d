// One order in full: its lines, what happened when, and the ways to give it back.

import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Badge } from '../components/badge.js';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Field } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { Table } from '../components/table.js';
import { say } from '../components/toast.js';
import { dateTime, money, number } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { stateTones } from './figures.js';
import { callAs } from './key.js';

export interface OrderView {
  id: string;
  number: string | null;
  state: string;
  currency: string;
  createdAt: string;
  customer: { name: string; email: string };
  lines: { sku: string; name: string; quantity: number; gross: number }[];
  totals: { total: number };
  payment: { method: string; state: string };
  invoice: { number: string } | null;
  tasks: { topic: string; state: string; attempts: number }[];
}

interface SpanView {
  step: string;
  startedAt: string;
  durationMs: number;
  outcome: string;
}

const order = resource<OrderView>();
const timeline = resource<SpanView[]>();
const busy = signal<'cancel' | 'refund' | null>(null);
const refusal = signal<string | null>(null);

interface DetailProps {
  id: string;
  onClose: () => void;
  onChange: () => void;
}

export function OrderDetail({ id, onClose, onChange }: DetailProps) {
  const words = texts().ops;
  const path = `/v1/orders/${encodeURIComponent(id)}`;
  const load = () => {
    void order.load(() => callAs(path));
    void timeline.load(() => callAs(`${path}/timeline`));
  };
  useEffect(() => {
    order.state.value = { body: null, problem: null, isLoading: true };
    refusal.value = null;
    load();
  }, [id]);
  const act = async (what: 'cancel' | 'refund', body: unknown) => {
    busy.value = what;
    const part = what === 'cancel' ? 'cancel' : 'refunds';
    const answer = await callAs(`${path}/${part}`, { method: 'POST', body });
    busy.value = null;
    refusal.value = answer.ok ? null : wordsOf(answer.problem);
    if (answer.ok) say(words.detail.done[what]);
    load();
    onChange();
  };
  const { body, problem } = order.state.value;
  if (problem && !body) return <Failure problem={problem} onRetry={load} />;
  if (!body) return <p class="card soft">{texts().shell.loading}</p>;
  return (
    <section class="card detail" aria-labelledby="detail-title">
      <div class="card-header">
        <h2 id="detail-title">{body.number ?? body.id}</h2>
        <Badge tone={stateTones[body.state] ?? 'neutral'}>
          {words.states[body.state] ?? body.state}
        </Badge>
        <Button onClick={onClose}>{texts().shell.close}</Button>
      </div>
      <p class="soft">
        {dateTime(body.createdAt)} · {body.customer.name} · {body.customer.email}
        {body.invoice && ` · ${body.invoice.number}`}
      </p>
      {refusal.value && (
        <Notice kind="error">
          <p>{refusal.value}</p>
        </Notice>
      )}
      <Refund key={`${body.id} ${body.state}`} order={body} act={act} />
      <History spans={timeline.state.value.body ?? []} />
    </section>
  );
}

function Refund({
  order: { lines, currency, totals, state },
  act,
}: {
  order: OrderView;
  act: (what: 'cancel' | 'refund', body: unknown) => Promise<void>;
}) {
  const words = texts().ops.detail;
  const quantities = useSignal<Record<string, string>>({});
  const reason = useSignal('');
  const chosen = lines.flatMap(({ sku }) => {
    const quantity = Number(quantities.value[sku] ?? '');
    return Number.isInteger(quantity) && quantity > 0 ? [{ sku, quantity }] : [];
  });
  const isPaid = ['confirmed', 'shipped', 'delivered', 'partially-refunded'].includes(state);
  const refund = () => {
    if (chosen.length === 0) refusal.value = words.chooseLines;
    else if (reason.value.trim() === '') refusal.value = words.sayWhy;
    else void act('refund', { lines: chosen, restock: true, reason: reason.value.trim() });
  };
  return (
    <>
      <Table
        caption={words.lines}
        isCaptionHidden
        rows={lines}
        keyOf={({ sku }) => sku}
        columns={[
          { label: words.item, cell: ({ name }) => name },
          { label: words.quantity, isFigure: true, cell: ({ quantity }) => number(quantity) },
          { label: words.amount, isFigure: true, cell: ({ gross }) => money(gross, currency) },
          ...(isPaid
            ? [
                {
                  label: words.giveBack,
                  isFigure: true,
                  cell: ({ sku, name, quantity }: OrderView['lines'][number]) => (
                    <input
                      class="quantity"
                      type="number"
                      min="0"
                      max={quantity}
                      aria-label={`${words.giveBack}: ${name}`}
                      value={quantities.value[sku] ?? ''}
                      onInput={(event) => {
                        quantities.value = {
                          ...quantities.value,
                          [sku]: event.currentTarget.value,
                        };
                      }}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <p class="detail-total">
        {words.total} <strong>{money(totals.total, currency)}</strong>
      </p>
      {isPaid && (
        <div class="detail-actions">
          <Field
            name="reason"
            label={words.reason}
            value={reason.value}
            maxLength={200}
            onInput={(value) => {
              reason.value = value;
            }}
          />
          <Button isBusy={busy.value === 'refund'} onClick={refund}>
            {words.refund}
          </Button>
          {state === 'confirmed' && (
            <Button isBusy={busy.value === 'cancel'} onClick={() => void act('cancel', undefined)}>
              {words.cancel}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

const History = ({ spans }: { spans: readonly SpanView[] }) => (
  <Table
    caption={texts().ops.detail.history}
    rows={spans}
    keyOf={({ step, startedAt }) => `${step} ${startedAt}`}
    columns={[
      {
        label: texts().ops.detail.step,
        cell: ({ step }) => texts().race.steps[step] ?? texts().order.tasks[step] ?? step,
      },
      {
        label: texts().ops.time,
        cell: ({ startedAt }) => new Date(startedAt).toLocaleTimeString(),
      },
      {
        label: texts().ops.detail.took,
        isFigure: true,
        cell: ({ durationMs }) => `${number(Math.round(durationMs * 10) / 10)} ms`,
      },
      { label: texts().ops.detail.outcome, cell: ({ outcome }) => <code>{outcome}</code> },
    ]}
  />
);
