/** Stands where something will be, in its size, so that nothing jumps. */
export const Skeleton = ({ class: shape = 'skeleton-line' }: { class?: string }) => (
  <span class={`skeleton ${shape}`} aria-hidden="true" />
);
