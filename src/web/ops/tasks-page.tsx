// What works behind the orders: tasks by topic and state, and those that need somebody.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Failure } from '../components/failure.js';
import { Table } from '../components/table.js';
import { say } from '../components/toast.js';
import { number } from '../shell/format.js';
import { resource } from '../shell/resource.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { callAs } from './key.js';
import type { TaskCount } from './live.js';

interface TaskView {
  id: string;
  orderId: string;
  topic: string;
  state: string;
  attempts: number;
  lastError: string | null;
}

const counts = resource<{ items: TaskCount[] }>();
const dead = resource<{ items: TaskView[]; nextCursor: string | null }>();
const busy = signal<string | null>(null);
const LOOK_EVERY_MS = 3_000;

function load(): void {
  void counts.load(() => callAs('/v1/admin/task-counts'));
  void dead.load(() => callAs('/v1/admin/dead-letters?limit=50'));
}

export function TasksPage() {
  useEffect(() => {
    load();
    const looking = setInterval(load, LOOK_EVERY_MS);
    return () => clearInterval(looking);
  }, []);
  return (
    <>
      <Counts />
      <DeadLetters />
    </>
  );
}

function Counts() {
  const words = texts().ops.tasks;
  const { body, problem } = counts.state.value;
  if (problem && !body) return <Failure problem={problem} onRetry={load} />;
  const rows = body?.items ?? [];
  return (
    <section class="card">
      {body && rows.length === 0 ? (
        <>
          <h2>{words.title}</h2>
          <p class="soft">{words.allDone}</p>
        </>
      ) : (
        <Table
          caption={words.title}
          rows={rows}
          keyOf={({ topic, state }) => `${topic} ${state}`}
          columns={[
            { label: words.topic, cell: ({ topic }) => topicName(topic) },
            { label: words.state, cell: ({ state }) => words.states[state] ?? state },
            {
              label: words.count,
              isFigure: true,
              cell: ({ count, atLeast }) => `${atLeast ? '≥ ' : ''}${number(count)}`,
            },
          ]}
        />
      )}
    </section>
  );
}

const topicName = (topic: string): string =>
  texts().order.tasks[topic] ?? texts().race.steps[topic] ?? topic;

async function retry(id: string): Promise<void> {
  busy.value = id;
  const answer = await callAs(`/v1/admin/tasks/${encodeURIComponent(id)}/retry`, {
    method: 'POST',
  });
  busy.value = null;
  say(answer.ok ? texts().ops.tasks.replayed : wordsOf(answer.problem));
  load();
}

async function retryAll(): Promise<void> {
  busy.value = 'all';
  const answer = await callAs<{ replayed: number }>('/v1/admin/dead-letters', {
    method: 'POST',
    body: {},
  });
  busy.value = null;
  const { replayedAll } = texts().ops.tasks;
  say(
    answer.ok
      ? fill(replayedAll, { count: number(answer.body.replayed) })
      : wordsOf(answer.problem),
  );
  load();
}

function DeadLetters() {
  const words = texts().ops.tasks;
  const { body, problem } = dead.state.value;
  if (problem && !body) return <Failure problem={problem} onRetry={load} />;
  const rows = body?.items ?? [];
  if (rows.length === 0) {
    return (
      <section class="card">
        <h2>{words.dead}</h2>
        <p class="soft">{words.noDead}</p>
      </section>
    );
  }
  return (
    <section class="card">
      <div class="card-header">
        <h2>{words.dead}</h2>
        <Button isBusy={busy.value === 'all'} onClick={() => void retryAll()}>
          {words.replayAll}
        </Button>
      </div>
      <Table
        caption={words.dead}
        isCaptionHidden
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.order,
            cell: ({ orderId }) => <a href={`/ops/orders?open=${orderId}`}>{orderId.slice(-8)}</a>,
          },
          { label: words.topic, cell: ({ topic }) => topicName(topic) },
          { label: words.error, cell: ({ lastError }) => <code>{lastError}</code> },
          { label: words.attempts, isFigure: true, cell: ({ attempts }) => number(attempts) },
          {
            label: words.act,
            cell: ({ id }) => (
              <Button isBusy={busy.value === id} onClick={() => void retry(id)}>
                {words.replay}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
