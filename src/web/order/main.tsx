// Brings the order's page to life: the server has written what is known, the event stream says what
// happens next. A lost connection is taken up again by the browser, from the last event on.

import { signal } from '@preact/signals';
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { Notice } from '../components/notice.js';
import { call } from '../shell/api.js';
import { answerBank } from '../shell/card-field.js';
import { FooterContent, HeaderContent } from '../shell/shell.js';
import { loadTexts, texts } from '../shell/texts.js';
import { Gantt } from './gantt.js';
import {
  noteOwed,
  noteStep,
  noteTask,
  type Row,
  type StepMessage,
  scaleOf,
  steps,
  type TaskMessage,
  tasks,
} from './timeline.js';

interface OrderView {
  state: string;
  tasks: { topic: string; reference?: number; state: string }[];
}

const changed = signal(0);
const isConnected = signal(true);
/** Moves while something waits, so that it is seen to. */
const clock = signal(Date.now());
const cardTrouble = signal(false);
let confirmedAt: number | null = null;

const live = document.getElementById('live');
const orderId = live?.dataset.order ?? '';

/** The same credentials that opened this page. */
const withToken = (path: string): string => {
  const token = new URLSearchParams(location.search).get('token');
  return token === null ? path : `${path}?token=${encodeURIComponent(token)}`;
};

const apiPath = (part = ''): string =>
  withToken(`/v1/orders/${encodeURIComponent(orderId)}${part}`);

async function readTasks(): Promise<void> {
  const answer = await call<OrderView>(apiPath());
  if (!answer.ok) return;
  for (const { topic, reference = null, state } of answer.body.tasks) {
    noteOwed(topic, reference, state === 'pending' || state === 'running');
  }
  changed.value += 1;
}

function follow(): void {
  const stream = new EventSource(apiPath('/events'));
  const on = <Data,>(name: string, take: (data: Data) => void) =>
    stream.addEventListener(name, (message) => {
      take(JSON.parse((message as MessageEvent<string>).data) as Data);
      changed.value += 1;
    });
  on<StepMessage & { durationMs: number }>('step', noteStep);
  on<TaskMessage & { durationMs: number }>('task', noteTask);
  on<{ state: string; at: string }>('state', ({ state, at }) => {
    if (state === 'confirmed') confirmedAt ??= Date.parse(at);
    if (state !== shownState()) void refresh();
  });
  stream.addEventListener('open', () => {
    isConnected.value = true;
  });
  stream.addEventListener('error', () => {
    isConnected.value = false;
  });
}

const shownState = (): string | undefined =>
  document.querySelector<HTMLElement>('.state')?.dataset.state;

let refreshing: Promise<void> | null = null;

/** The server writes the page anew; only what follows the stream stays as it is. */
function refresh(): Promise<void> {
  refreshing ??= fetch(location.href, { headers: { accept: 'text/html' } })
    .then((answer) => (answer.ok ? answer.text() : null))
    .then((html) => {
      const article = document.querySelector('article');
      const written =
        html && new DOMParser().parseFromString(html, 'text/html').querySelector('article');
      if (!article || !written || !live) return;
      written.querySelector('#live')?.replaceWith(live);
      article.replaceWith(written);
      return readTasks();
    })
    // Without a connection there is nothing new to be shown.
    .catch(() => {})
    .finally(() => {
      refreshing = null;
    });
  return refreshing;
}

function Live() {
  const words = texts().order;
  void changed.value;
  const stepRows = [...steps.values()];
  const taskRows = [...tasks.values()].sort((a, b) => rank(a) - rank(b));
  const isWaiting = taskRows.some(({ isOpen }) => isOpen);
  useEffect(() => {
    if (!isWaiting) return;
    const ticking = setInterval(() => {
      clock.value = Date.now();
    }, 100);
    return () => clearInterval(ticking);
  }, [isWaiting]);
  return (
    <>
      {stepRows.length > 0 && <Part title={words.untilAnswer} rows={stepRows} earliestMs={null} />}
      {taskRows.length > 0 && (
        <Part title={words.behind} rows={taskRows} earliestMs={confirmedAt} />
      )}
      {cardTrouble.value && <Notice kind="error">{texts().checkout.cardFailed}</Notice>}
      {!isConnected.value && (
        <p class="live-state" role="status">
          <span class="spinner" aria-hidden="true" /> {words.reconnecting}
        </p>
      )}
    </>
  );
}

const taskOrder = ['invoice', 'confirmation-email', 'warehouse', 'analytics'];

/** The same from look to look, whichever is done first. */
const rank = ({ step }: Row): number =>
  taskOrder.includes(step) ? taskOrder.indexOf(step) : taskOrder.length;

function Part({
  title,
  rows,
  earliestMs,
}: {
  title: string;
  rows: Row[];
  earliestMs: number | null;
}) {
  const nowMs = rows.some(({ isOpen }) => isOpen) ? clock.value : Date.now();
  const scale = scaleOf(rows, earliestMs, nowMs);
  return (
    <section>
      <h2>{title}</h2>
      <Gantt
        label={title}
        rows={rows}
        scale={scale}
        owedAtMs={earliestMs ?? scale.fromMs}
        nowMs={nowMs}
      />
    </section>
  );
}

/** The page is written anew with each state: the button is found when it is pressed. */
function askBankOnPress(): void {
  document.addEventListener('click', async ({ target }) => {
    const button = (target as Element | null)?.closest<HTMLElement>('[data-client-secret]');
    const { clientSecret, publishableKey } = button?.dataset ?? {};
    if (!button || !clientSecret || button.ariaDisabled) return;
    button.ariaDisabled = 'true';
    if (!(await answerBank(clientSecret, publishableKey))) cardTrouble.value = true;
    button.ariaDisabled = null;
  });
}

async function startPage(): Promise<void> {
  await loadTexts();
  askBankOnPress();
  const header = document.querySelector('.order-shell > .header');
  const footer = document.querySelector('.order-shell > .footer');
  if (header) render(<HeaderContent />, header);
  if (footer) render(<FooterContent />, footer);
  if (!live) return;
  render(<Live />, live);
  follow();
  await readTasks();
}

void startPage();
