// What the first page of operations looks up by itself: steps' times, low stock, the books.

import { useEffect } from 'preact/hooks';
import { Badge } from '../components/badge.js';
import { Button } from '../components/button.js';
import { Table } from '../components/table.js';
import { dateTime, number } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { fill, texts } from '../shell/texts.js';
import { milliseconds } from './figures.js';
import { callAs } from './key.js';

interface StepRow {
  step: string;
  count: number;
  p50Ms: number;
  p90Ms: number;
  p99Ms: number;
}

const hour = resource<{ steps: StepRow[] }>();
const stock = resource<{ items: { sku: string; available: number; reserved: number }[] }>();
const LOW = 10;
const LOOK_EVERY_MS = 10_000;

export function Steps() {
  const words = texts().ops.steps;
  useEffect(() => {
    const look = () => void hour.load(() => callAs('/v1/admin/analytics?bucket=minute'));
    look();
    const looking = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(looking);
  }, []);
  const rows = hour.state.value.body?.steps ?? [];
  return (
    <section class="card">
      {rows.length === 0 ? (
        <Empty title={words.title} text={texts().ops.noneYet} />
      ) : (
        <Table
          caption={words.title}
          rows={rows}
          keyOf={({ step }) => step}
          columns={[
            { label: words.step, cell: ({ step }) => texts().race.steps[step] ?? step },
            { label: words.count, isFigure: true, cell: ({ count }) => number(count) },
            { label: 'p50', isFigure: true, cell: ({ p50Ms }) => milliseconds(p50Ms) },
            { label: 'p99', isFigure: true, cell: ({ p99Ms }) => milliseconds(p99Ms) },
          ]}
        />
      )}
    </section>
  );
}

const Empty = ({ title, text }: { title: string; text: string }) => (
  <>
    <h2>{title}</h2>
    <p class="soft">{text}</p>
  </>
);

export function LowStock() {
  const words = texts().ops.lowStock;
  useEffect(() => {
    void stock.load(() => callAs(`/v1/admin/stock?below=${LOW}&limit=10`));
  }, []);
  const rows = stock.state.value.body?.items ?? [];
  return (
    <section class="card">
      {rows.length === 0 ? (
        <Empty title={words.title} text={words.none} />
      ) : (
        <Table
          caption={words.title}
          rows={rows}
          keyOf={({ sku }) => sku}
          columns={[
            { label: words.sku, cell: ({ sku }) => sku },
            { label: words.available, isFigure: true, cell: ({ available }) => number(available) },
            { label: words.reserved, isFigure: true, cell: ({ reserved }) => number(reserved) },
          ]}
        />
      )}
    </section>
  );
}

interface VerificationView {
  runningSince: string | null;
  last: {
    endedAt: string;
    orders: number;
    checked: number;
    offences: { invariant: string; offender: string; detail: string }[];
    failure: string | null;
  } | null;
}

const books = resource<VerificationView>();
const BOOKS_PATH = '/v1/admin/verification';
const loadBooks = () => books.load(() => callAs<VerificationView>(BOOKS_PATH));

export function Books() {
  const words = texts().ops.books;
  const { body } = books.state.value;
  const isRunning = body?.runningSince != null;
  useEffect(() => {
    void loadBooks();
  }, []);
  useEffect(() => {
    if (!isRunning) return;
    const looking = setInterval(() => void loadBooks(), 1_000);
    return () => clearInterval(looking);
  }, [isRunning]);
  const last = body?.last;
  return (
    <section class="card books">
      <h2>{words.title}</h2>
      {last?.failure && <p>{last.failure}</p>}
      {last && !last.failure && (
        <p>
          <Badge tone={last.offences.length === 0 ? 'good' : 'bad'}>
            {last.offences.length === 0
              ? words.hold
              : fill(words.broken, { count: number(last.offences.length) })}
          </Badge>
        </p>
      )}
      {last && (
        <p class="soft">
          {fill(words.checked, {
            checked: number(last.checked),
            orders: number(last.orders),
            at: dateTime(last.endedAt),
          })}
        </p>
      )}
      {!last && !isRunning && <p class="soft">{words.never}</p>}
      <ul>
        {(last?.offences ?? []).slice(0, 10).map(({ invariant, offender, detail }) => (
          <li key={invariant + offender}>
            {invariant}: {offender}, {detail}
          </li>
        ))}
      </ul>
      <Button
        isBusy={isRunning}
        busyLabel={words.running}
        onClick={() =>
          void books.load(() => callAs<VerificationView>(BOOKS_PATH, { method: 'POST' }))
        }
      >
        {words.verify}
      </Button>
    </section>
  );
}
