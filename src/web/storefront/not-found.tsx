import { usePageTitle } from '../shell/page-title.js';
import { texts } from '../shell/texts.js';

export function NotFound() {
  const { notFound } = texts().shell;
  usePageTitle(notFound.title);
  return (
    <div class="empty">
      <h1 tabIndex={-1}>{notFound.title}</h1>
      <p>{notFound.text}</p>
      <a class="button button-plain" href="/">
        {notFound.back}
      </a>
    </div>
  );
}
