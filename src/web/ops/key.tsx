// The operator's key: asked for once a tab, kept in it, and sent as a header with every request.

import { signal } from '@preact/signals';
import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { type Answer, call, type Sending } from '../shell/api.js';
import { keptInTab } from '../shell/storage.js';
import { texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';

const kept = keptInTab<string>('operator-key');

export const key = signal<string | null>(kept.get());
const typed = signal('');
const error = signal<string | null>(null);
const isChecking = signal(false);

/** A request as the operator; a key that opens nothing any more is asked for anew. */
export async function callAs<Body>(path: string, sending: Sending = {}): Promise<Answer<Body>> {
  const answer = await call<Body>(path, {
    ...sending,
    headers: { ...sending.headers, authorization: `Bearer ${key.value}` },
  });
  if (!answer.ok && answer.problem.status === 401) refuse(wordsOf(answer.problem));
  return answer;
}

export function refuse(reason: string): void {
  error.value = reason;
  forget();
}

export function forget(): void {
  key.value = null;
  kept.set(null);
}

async function open(): Promise<void> {
  const words = texts().ops.key;
  const candidate = typed.value.trim();
  if (candidate === '') {
    error.value = words.missing;
    return;
  }
  isChecking.value = true;
  const answer = await call('/v1/admin/pools', {
    headers: { authorization: `Bearer ${candidate}` },
  });
  isChecking.value = false;
  // Another scope than this one may still open the other pages.
  if (!answer.ok && answer.problem.type !== 'forbidden') {
    error.value = answer.problem.status === 401 ? words.wrong : wordsOf(answer.problem);
    return;
  }
  error.value = null;
  typed.value = '';
  kept.set(candidate);
  key.value = candidate;
}

export function KeyForm() {
  const words = texts().ops.key;
  return (
    <form
      class="card key-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h2>{words.title}</h2>
      <p class="soft">{words.text}</p>
      <Field
        name="operator-key"
        label={words.label}
        type="password"
        autocomplete="off"
        value={typed.value}
        error={error.value ?? undefined}
        onInput={(value) => {
          typed.value = value;
        }}
      />
      <Button type="submit" kind="primary" isBusy={isChecking.value}>
        {words.open}
      </Button>
    </form>
  );
}
