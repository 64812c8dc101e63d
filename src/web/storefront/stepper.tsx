import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { fill, texts } from '../shell/texts.js';

interface StepperProps {
  name: string;
  value: number;
  max: number;
  /** 0 where going below 1 takes the thing away. */
  min?: number;
  onChange: (value: number) => void;
}

/** A quantity: one less, a field to type in, one more. */
export function Stepper({ name, value, max, min = 1, onChange }: StepperProps) {
  const { cart } = texts();
  const [text, setText] = useState(String(value));
  // Before anybody can type: an effect after the paint would put the old figure back over the first keys.
  useLayoutEffect(() => setText(String(value)), [value]);
  const settle = () => {
    const typed = Math.round(Number(text));
    const wanted = Number.isFinite(typed) && text.trim() !== '' ? typed : value;
    const allowed = Math.min(Math.max(wanted, min), Math.max(max, min));
    setText(String(allowed));
    if (allowed !== value) onChange(allowed);
  };
  const step = (label: string, icon: 'minus' | 'plus', next: number, isPossible: boolean) => (
    <button
      type="button"
      class="icon-button"
      aria-label={fill(label, { name })}
      disabled={!isPossible}
      onClick={() => onChange(next)}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="stepper">
      {step(cart.fewer, 'minus', value - 1, value > min)}
      <input
        type="text"
        inputMode="numeric"
        aria-label={fill(cart.quantityOf, { name })}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => event.key === 'Enter' && settle()}
      />
      {step(cart.more, 'plus', value + 1, value < max)}
    </div>
  );
}
