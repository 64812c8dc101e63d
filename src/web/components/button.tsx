import type { ComponentChildren } from 'preact';

interface ButtonProps {
  children: ComponentChildren;
  kind?: 'primary' | 'plain' | 'quiet';
  type?: 'button' | 'submit';
  /** Under way: it says so, and a second press does nothing. It keeps the focus, unlike `disabled`. */
  isBusy?: boolean;
  busyLabel?: string;
  onClick?: () => void;
  class?: string;
  'aria-label'?: string;
}

export function Button({ kind = 'plain', type = 'button', ...props }: ButtonProps) {
  const { children, isBusy = false, busyLabel, onClick } = props;
  const press = (event: MouseEvent) => {
    if (isBusy) event.preventDefault();
    else onClick?.();
  };
  return (
    <button
      type={type}
      class={`button button-${kind} ${props.class ?? ''}`}
      aria-disabled={isBusy || undefined}
      aria-label={props['aria-label']}
      onClick={press}
    >
      {isBusy && <span class="spinner" aria-hidden="true" />}
      {isBusy ? (busyLabel ?? children) : children}
    </button>
  );
}
