import type { ComponentChildren } from 'preact';

export type Tone = 'neutral' | 'good' | 'low' | 'bad' | 'accent';

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge badge-${tone}`}>{children}</span>
);
