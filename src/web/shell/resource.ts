// Something that a page loads: still on its way, there, or refused. What is there already stays on show
// while it is loaded again.

import { type Signal, signal } from '@preact/signals';
import type { Answer, Problem } from './api.js';

export interface Resource<Body> {
  state: Signal<{ body: Body | null; problem: Problem | null; isLoading: boolean }>;
  load(request: () => Promise<Answer<Body>>): Promise<void>;
}

export function resource<Body>(): Resource<Body> {
  const state: Resource<Body>['state'] = signal({ body: null, problem: null, isLoading: true });
  let latest = 0;
  return {
    state,
    async load(request) {
      const turn = ++latest;
      state.value = { ...state.peek(), isLoading: true };
      const answer = await request();
      // An answer that a later question has overtaken is of no interest.
      if (turn !== latest) return;
      state.value = answer.ok
        ? { body: answer.body, problem: null, isLoading: false }
        : { ...state.peek(), problem: answer.problem, isLoading: false };
    },
  };
}
