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
  stream.addEventListener('state', (message) => {
    const { data, lastEventId } = message as MessageEvent<string>;
    const { state, at } = JSON.parse(data) as { state: string; at: string };
    if (state === 'confirmed') confirmedAt ??= Date.parse(at);
    newest = Math.max(newest, Number(lastEventId.split('.')[0]));
    void refresh();
  });
  stream.addEventListener('open', () => {
    isConnected.value = true;
  });
  stream.addEventListener('error', () => {
    isConnected.value = false;
  });
}

/** The number of the newest event that says something about the order as a whole. */
let newest = 0;

/** Of the newest event that the server knew of when it wrote the page. */
const written = (): number =>
  Number(document.querySelector<HTMLElement>('.state')?.dataset.sequence ?? 0);

let isRefreshing = false;

/**
 * The server writes the page anew where there is news; only what follows the stream stays as it is.
 * What is heard while a page is on its way may not be in it: then one more is asked for.
 */
async function refresh(): Promise<void> {
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    do {
      while (written() < newest) {
        const html = await pageNow();
        // Without a connection there is nothing new to be shown; the stream tells when it is back.
        if (html === null || !take(html)) return;
      }
      await readTasks();
      // More may have been heard while the tasks were read.
    } while (written() < newest);
  } finally {
    isRefreshing = false;
  }
}

async function pageNow(): Promise<string | null> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** Answers whether it was this order's page. */
function take(html: string): boolean {
  const article = document.querySelector('article');
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('article');
  if (!article || !fresh || !live) return false;
  fresh.querySelector('#live')?.replaceWith(live);
  article.replaceWith(fresh);
  return true;
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
