// Signing in, or registering: one form, as the difference is one field.

import { useRef, useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Field, focusFirstError } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { say } from '../components/toast.js';
import type { Problem } from '../shell/api.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { register, signIn } from './account.js';
import { useForm } from './use-form.js';

interface Props {
  isNew: boolean;
  onDone: () => void;
}

export function SignInForm({ isNew, onDone }: Props) {
  const { account } = texts();
  const form = useForm('account', { name: '', email: '', password: '' }, ['password']);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setProblem(null);
    if (!form.require(isNew ? ['name', 'email', 'password'] : ['email', 'password'])) {
      focusFirstError(element.current);
      return;
    }
    setBusy(true);
    const { name, email, password } = form.values;
    const answer = isNew
      ? await register(email.trim(), password, name.trim())
      : await signIn(email.trim(), password);
    setBusy(false);
    if (answer.ok) {
      say(fill(account.welcome, { name: answer.body.customer?.name ?? email }));
      form.clear();
      onDone();
      return;
    }
    form.refuse(withPassword(answer.problem));
    setProblem(answer.problem);
    focusFirstError(element.current);
  };

  return (
    <form class="form" ref={element} onSubmit={submit} noValidate>
      {problem && <Notice kind="error">{wordsOf(problem)}</Notice>}
      {isNew && <Field {...form.field('name')} autocomplete="name" maxLength={200} isRequired />}
      <Field
        {...form.field('email')}
        type="email"
        inputMode="email"
        autocomplete="username"
        maxLength={254}
        isRequired
      />
      <Field
        {...form.field('password')}
        type="password"
        autocomplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew ? account.passwordHint : undefined}
        maxLength={256}
        isRequired
      />
      <Button
        type="submit"
        kind="primary"
        isBusy={isBusy}
        busyLabel={isNew ? account.registering : account.signingIn}
      >
        {isNew ? account.register : account.signIn}
      </Button>
    </form>
  );
}

/** A weak password is no malformed request, but it has a field to stand beside all the same. */
const withPassword = (problem: Problem): Problem =>
  problem.type === 'weak-password'
    ? { ...problem, errors: [{ pointer: '/password', detail: problem.title }] }
    : problem;
