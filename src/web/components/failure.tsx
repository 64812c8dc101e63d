import type { Problem } from '../shell/api.js';
import { texts } from '../shell/texts.js';
import { Button } from './button.js';
import { Notice } from './notice.js';

/** Instead of what could not be loaded: why, and the way to try again. */
export function Failure({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { failed, tryAgain } = texts().shell;
  return (
    <Notice kind="error" title={failed.title}>
      <p>{problem.type === 'no-connection' ? failed.noConnection : failed.other}</p>
      <p>
        <Button onClick={onRetry}>{tryAgain}</Button>
      </p>
    </Notice>
  );
}
