import type { ComponentChildren } from 'preact';
import { Icon } from './icon.js';

interface NoticeProps {
  kind: 'error' | 'warning' | 'info' | 'success';
  title?: string;
  children?: ComponentChildren;
}

/** Something to know or to act on; an error is read out at once. */
export const Notice = ({ kind, title, children }: NoticeProps) => (
  <div class={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
    <Icon name={kind === 'success' ? 'check' : 'warning'} />
    <div>
      {title && <p class="notice-title">{title}</p>}
      {children}
    </div>
  </div>
);
