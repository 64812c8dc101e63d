// What was sold: revenue and orders over time, best sellers, countries, how orders end; as CSV too.

import { useEffect } from 'preact/hooks';
import { Chart } from '../components/chart.js';
import { Failure } from '../components/failure.js';
import { Select } from '../components/field.js';
import { Table } from '../components/table.js';
import { countryName, digitsOf, money, number } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { place, setQuery } from '../shell/router.js';
import { texts } from '../shell/texts.js';
import { callAs } from './key.js';

interface Sales {
  currency: string;
  orders: number;
  units: number;
  gross: number;
  net: number;
}

interface AnalyticsView {
  items: (Sales & { startsAt: string })[];
  skus: (Sales & { sku: string })[];
  countries: (Sales & { country: string })[];
  steps: { step: string; count: number }[];
}

const buckets = ['minute', 'hour', 'day'] as const;
const figures = resource<AnalyticsView>();
const TABLE_ROWS_MAX = 12;

const bucketNow = (): string => {
  const asked = place.value.query.get('bucket') ?? '';
  return buckets.some((bucket) => bucket === asked) ? asked : 'hour';
};

export function SalesPage() {
  const words = texts().ops.sales;
  const bucket = bucketNow();
  const load = () => void figures.load(() => callAs(`/v1/admin/analytics?bucket=${bucket}`));
  useEffect(load, [bucket]);
  const { body, problem } = figures.state.value;
  if (problem && !body) return <Failure problem={problem} onRetry={load} />;
  const currencies = [...new Set((body?.items ?? []).map(({ currency }) => currency))];
  const asked = place.value.query.get('currency') ?? '';
  const currency = currencies.includes(asked) ? asked : (currencies[0] ?? '');
  return (
    <>
      <div class="ops-choices">
        <Select
          name="bucket"
          label={words.bucket}
          value={bucket}
          onInput={(value) => setQuery('bucket', value)}
          options={buckets.map((value) => ({ value, label: words.buckets[value] ?? value }))}
        />
        <Select
          name="currency"
          label={words.currency}
          value={currency}
          onInput={(value) => setQuery('currency', value)}
          options={currencies.map((value) => ({ value, label: value }))}
        />
        <button type="button" class="button button-plain" onClick={() => body && download(body)}>
          {words.csv}
        </button>
      </div>
      {body && body.items.length === 0 ? (
        <p class="card soft">{words.none}</p>
      ) : (
        body && <Figures body={body} currency={currency} />
      )}
    </>
  );
}

function Figures({ body, currency }: { body: AnalyticsView; currency: string }) {
  const words = texts().ops.sales;
  const own = body.items.filter((row) => row.currency === currency);
  const at = own.map(({ startsAt }) => Date.parse(startsAt) / 1_000);
  const printTime = (seconds: number) => new Date(seconds * 1_000).toLocaleString();
  const revenue = ({ gross, net }: Sales) => gross || net;
  const factor = 10 ** digitsOf(currency);
  const printTick = (seconds: number) => tick(seconds, bucketNow());
  const common = { at, printTime, printTick, version: own, isBars: true };
  return (
    <>
      <section class="card ops-charts">
        <Chart
          {...common}
          title={words.revenue}
          print={(value) => money(Math.round(value * factor), currency)}
          lines={[
            {
              label: words.revenue,
              values: own.map((row) => revenue(row) / factor),
              colour: '--accent',
            },
          ]}
        />
        <Chart
          {...common}
          title={words.orders}
          print={number}
          lines={[
            { label: words.orders, values: own.map(({ orders }) => orders), colour: '--step-pay' },
          ]}
        />
      </section>
      <div class="ops-columns ops-even">
        <section class="card">
          <Table
            caption={words.best}
            rows={best(body.skus, currency)}
            keyOf={({ sku }) => sku}
            columns={[
              { label: words.sku, cell: ({ sku }) => sku },
              { label: words.units, isFigure: true, cell: ({ units }) => number(units) },
              {
                label: words.revenue,
                isFigure: true,
                cell: (row) => money(revenue(row), currency),
              },
            ]}
          />
        </section>
        <section class="card">
          <Table
            caption={words.countries}
            rows={best(body.countries, currency)}
            keyOf={({ country }) => country}
            columns={[
              { label: words.country, cell: ({ country }) => countryName(country) },
              { label: words.orders, isFigure: true, cell: ({ orders }) => number(orders) },
              {
                label: words.revenue,
                isFigure: true,
                cell: (row) => money(revenue(row), currency),
              },
            ]}
          />
        </section>
        <section class="card">
          <Table
            caption={words.funnel}
            rows={funnel(body)}
            keyOf={({ step }) => step}
            columns={[
              { label: words.step, cell: ({ step }) => texts().race.steps[step] ?? step },
              { label: words.orders, isFigure: true, cell: ({ count }) => number(count) },
            ]}
          />
        </section>
      </div>
    </>
  );
}

/** Days by their date, shorter times by the hour and minute. */
const tick = (seconds: number, bucket: string): string =>
  bucket === 'day'
    ? new Date(seconds * 1_000).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
    : new Date(seconds * 1_000).toLocaleTimeString(undefined, {
        hour: '2-digit',
        minute: '2-digit',
      });

const best = <Row extends Sales>(rows: readonly Row[], currency: string): Row[] =>
  rows
    .filter((row) => row.currency === currency)
    .sort((a, b) => b.gross + b.net - a.gross - a.net)
    .slice(0, TABLE_ROWS_MAX);

/** How many orders came to each step on their way to being confirmed. */
const funnel = ({ steps }: AnalyticsView) =>
  ['stock', 'reserve', 'pay', 'confirm'].flatMap((name) => {
    const row = steps.find(({ step }) => step === name);
    return row ? [row] : [];
  });

function download({ items }: AnalyticsView): void {
  const head = ['startsAt', 'currency', 'orders', 'units', 'gross', 'net'] as const;
  const lines = items.map((row) => head.map((name) => row[name]).join(','));
  const blob = new Blob([[head.join(','), ...lines, ''].join('\r\n')], { type: 'text/csv' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = 'orderloom-sales.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
