// What is said for a moment, heard by screen readers too. Nothing that must be acted on stands only here.

import { signal } from '@preact/signals';

interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 5_000;
/** A second one for what is said of the same press: that it is another cart now. */
const AT_ONCE_MAX = 2;
const toasts = signal<readonly Toast[]>([]);
let count = 0;

export function say(text: string): void {
  const id = ++count;
  toasts.value = [...toasts.value, { id, text }].slice(-AT_ONCE_MAX);
  setTimeout(() => {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }, SHOWN_MS);
}

export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map(({ id, text }) => (
      <p key={id} class="toast">
        {text}
      </p>
    ))}
  </div>
);
