// Signing in, or registering: one form, as the difference is one field.

import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { say } from '../components/toast.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { register, signIn } from './account.js';
import { useForm } from './use-form.js';
import { useSubmission } from './use-submission.js';

interface Props {
  isNew: boolean;
  onDone: () => void;
}

export function SignInForm({ isNew, onDone }: Props) {
  const { account } = texts();
  const form = useForm('account', { name: '', email: '', password: '' }, ['password']);
  const send = async () => {
    const { name, email, password } = form.values;
    const answer = isNew
      ? await register(email.trim(), password, name.trim())
      : await signIn(email.trim(), password);
    if (answer.ok) {
      say(fill(account.welcome, { name: answer.body.customer?.name ?? email }));
      form.clear();
      onDone();
    }
    return answer;
  };
  const needed = isNew
    ? (['name', 'email', 'password'] as const)
    : (['email', 'password'] as const);
  const { problem, isBusy, props } = useSubmission({ form, needed, send });

  return (
    <form {...props}>
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
      {!isNew && <a href="/account/reset">{account.forgotten}</a>}
    </form>
  );
}
