// A labelled field with what is wrong with it right beside it, and tied to it for screen readers.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  /** The name under which a form keeps and sends it. */
  name: string;
  value: string;
  onInput: (value: string) => void;
  error?: string | undefined;
  hint?: string | undefined;
  type?: 'text' | 'email' | 'password' | 'search' | 'number' | 'tel';
  autocomplete?: string;
  inputMode?: 'numeric' | 'text' | 'email';
  isRequired?: boolean;
  maxLength?: number;
  class?: string;
}

export function Field(props: FieldProps) {
  const id = useId();
  return (
    <FieldFrame {...props} id={id}>
      <input
        id={id}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value}
        autocomplete={props.autocomplete}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        aria-required={props.isRequired || undefined}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={describedBy(id, props)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface SelectProps extends Omit<FieldProps, 'type' | 'inputMode' | 'maxLength'> {
  options: readonly { value: string; label: string }[];
}

export function Select(props: SelectProps) {
  const id = useId();
  return (
    <FieldFrame {...props} id={id}>
      <select
        id={id}
        name={props.name}
        value={props.value}
        autocomplete={props.autocomplete}
        aria-required={props.isRequired || undefined}
        aria-invalid={props.error ? true : undefined}
        aria-describedby={describedBy(id, props)}
        onChange={(event) => props.onInput(event.currentTarget.value)}
      >
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

type Frame = Pick<FieldProps, 'label' | 'error' | 'hint' | 'class'> & {
  id: string;
  children: ComponentChildren;
};

const FieldFrame = ({ id, label, error, hint, children, ...props }: Frame) => (
  <div class={`field ${props.class ?? ''}`}>
    <label for={id}>{label}</label>
    {children}
    {hint && (
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {error && (
      <p class="field-error" id={`${id}-error`}>
        {error}
      </p>
    )}
  </div>
);

function describedBy(id: string, { error, hint }: FieldProps | SelectProps): string | undefined {
  const parts = [...(error ? [`${id}-error`] : []), ...(hint ? [`${id}-hint`] : [])];
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** After a refused form: the first wrong field is where the visitor goes on. */
export function focusFirstError(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
