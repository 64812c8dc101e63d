// The operations page: for whoever has an operator's key.

import { Button } from '../components/button.js';
import { usePageTitle } from '../shell/page-title.js';
import { place, startRouter } from '../shell/router.js';
import { Shell } from '../shell/shell.js';
import { start } from '../shell/start.js';
import { texts } from '../shell/texts.js';
import { forget, KeyForm, key } from './key.js';
import { NowPage } from './now-page.js';
import { OrdersPage } from './orders-page.js';
import { SalesPage } from './sales-page.js';
import { TasksPage } from './tasks-page.js';

const pages: Record<
  string,
  { name: 'now' | 'sales' | 'orders' | 'tasks'; page: () => preact.JSX.Element }
> = {
  '/ops': { name: 'now', page: () => <NowPage /> },
  '/ops/orders': { name: 'orders', page: () => <OrdersPage /> },
  '/ops/tasks': { name: 'tasks', page: () => <TasksPage /> },
  '/ops/sales': { name: 'sales', page: () => <SalesPage /> },
};

function Operations() {
  const words = texts().ops;
  usePageTitle(words.title);
  const { path } = place.value;
  return (
    <Shell isWide actions={key.value !== null && <Button onClick={forget}>{words.signOut}</Button>}>
      <div class="ops">
        <h1 tabIndex={-1}>{words.title}</h1>
        {key.value === null ? (
          <KeyForm />
        ) : (
          <>
            <nav class="tabs" aria-label={words.parts}>
              {Object.entries(pages).map(([href, { name }]) => (
                <a key={href} href={href} aria-current={href === path ? 'page' : undefined}>
                  {words.pages[name]}
                </a>
              ))}
            </nav>
            {pages[path]?.page()}
          </>
        )}
      </div>
    </Shell>
  );
}

startRouter((path) => path in pages);
start(() => <Operations />);
