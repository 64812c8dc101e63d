// A forgotten password: asking for the e-mail, and choosing a new one where its link leads. The link's
// token stands behind the `#` of the address, which browsers send to nobody.

import { useState } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Field } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { say } from '../components/toast.js';
import { call, type Problem } from '../shell/api.js';
import { usePageTitle } from '../shell/page-title.js';
import { go, place } from '../shell/router.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { useForm } from './use-form.js';
import { useSubmission } from './use-submission.js';

export function ResetPage() {
  const { account } = texts();
  usePageTitle(account.reset.title);
  // Another link opened in the same tab changes what is behind the `#` alone.
  void place.value;
  const token = location.hash.slice(1);
  return (
    <div class="narrow">
      <h1 tabIndex={-1}>{account.reset.title}</h1>
      {token === '' ? <AskForLink /> : <ChoosePassword key={token} token={token} />}
    </div>
  );
}

function AskForLink() {
  const words = texts().account.reset;
  const form = useForm('account', { email: '' });
  const [sentTo, setSentTo] = useState<string | null>(null);
  const send = async () => {
    const email = form.values.email.trim();
    const answer = await call('/v1/password-resets', { method: 'POST', body: { email } });
    if (answer.ok) setSentTo(email);
    return answer;
  };
  const { problem, isBusy, props } = useSubmission({ form, needed: ['email'], send });
  if (sentTo !== null) {
    return (
      <>
        <Notice kind="success" title={words.sent}>
          <p>{fill(words.sentText, { email: sentTo })}</p>
        </Notice>
        <a href="/account">{words.back}</a>
      </>
    );
  }
  return (
    <form {...props}>
      <p>{words.lead}</p>
      {problem && <Notice kind="error">{wordsOf(problem)}</Notice>}
      <Field
        {...form.field('email')}
        type="email"
        inputMode="email"
        autocomplete="username"
        maxLength={254}
        isRequired
      />
      <Button type="submit" kind="primary" isBusy={isBusy} busyLabel={words.sending}>
        {words.send}
      </Button>
      <a href="/account">{words.back}</a>
    </form>
  );
}

/** `not-found`, or a malformed token: part of the link was lost on its way. */
const isLinkAtFault = ({ type, errors }: Problem): boolean =>
  type === 'reset-invalid' ||
  type === 'not-found' ||
  errors.some(({ pointer }) => pointer.endsWith('/token'));

function ChoosePassword({ token }: { token: string }) {
  const { account } = texts();
  const words = account.reset;
  const form = useForm('reset', { password: '' }, ['password']);
  const send = async () => {
    const { password } = form.values;
    const path = `/v1/password-resets/${encodeURIComponent(token)}`;
    const answer = await call(path, { method: 'PUT', body: { password } });
    if (answer.ok) {
      say(words.saved);
      go('/account', { replace: true });
    }
    return answer;
  };
  const { problem, isBusy, props } = useSubmission({ form, needed: ['password'], send });
  if (problem && isLinkAtFault(problem)) {
    return (
      <>
        <Notice kind="error">{wordsOf({ ...problem, type: 'reset-invalid' })}</Notice>
        <a class="button button-primary" href="/account/reset">
          {words.again}
        </a>
      </>
    );
  }
  return (
    <form {...props}>
      <p>{words.chooseLead}</p>
      {problem && <Notice kind="error">{wordsOf(problem)}</Notice>}
      <Field
        {...form.field('password')}
        label={words.choose}
        type="password"
        autocomplete="new-password"
        hint={account.passwordHint}
        maxLength={256}
        isRequired
      />
      <Button type="submit" kind="primary" isBusy={isBusy} busyLabel={words.saving}>
        {words.save}
      </Button>
    </form>
  );
}
