// The browser's own modal dialog: it keeps the focus inside, closes with Escape, and gives the focus
// back to where it was.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { texts } from '../shell/texts.js';
import { Icon } from './icon.js';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, isOpen, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const { current } = dialog;
    if (isOpen && !current?.open) current?.showModal();
    if (!isOpen && current?.open) current.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={heading} onClose={onClose}>
      <header class="dialog-header">
        <h2 id={heading}>{title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={texts().shell.close}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {isOpen && children}
    </dialog>
  );
}
