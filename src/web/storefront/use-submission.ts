// A form on its way to the shop: sent once however often it is pressed, and what is wrong stands beside
// the field that it is about, or above all of them.

import { useRef, useState } from 'preact/hooks';
import { focusFirstError } from '../components/field.js';
import type { Answer, Problem } from '../shell/api.js';
import { texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import type { Form } from './use-form.js';

interface Submission<Values extends Record<string, string>> {
  form: Form<Values>;
  needed: readonly (keyof Values & string)[];
  send: () => Promise<Answer<unknown>>;
}

export function useSubmission<Values extends Record<string, string>>({
  form,
  needed,
  send,
}: Submission<Values>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ref = useRef<HTMLFormElement>(null);

  const refuse = (refused: Problem) => {
    if (refused.type === 'weak-password') form.mark('password', passwordWords(refused));
    else {
      form.refuse(refused);
      setProblem(refused);
    }
  };
  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setProblem(null);
    if (form.require(needed)) {
      setBusy(true);
      const answer = await send();
      setBusy(false);
      if (answer.ok) return;
      refuse(answer.problem);
    }
    focusFirstError(ref.current);
  };
  return { problem, isBusy, props: { ref, onSubmit, noValidate: true, class: 'form' } };
}

/** What is too short is not easy to guess, but too short. */
function passwordWords(problem: Problem): string {
  const { password } = texts().fields.errors;
  return problem.members.reason === 'too-short' && password ? password : wordsOf(problem);
}
