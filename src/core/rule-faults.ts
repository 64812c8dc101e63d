// A mistake in rules, named with its place, before any customer meets it.

export interface RuleFault {
  /** JSON pointer into what was given, such as `/promotions/3/action/percent`. */
  pointer: string;
  detail: string;
}

/** Rules that contradict themselves; `message` names the first mistakes. */
export class RuleError extends Error {
  constructor(readonly faults: readonly RuleFault[]) {
    super(
      faults
        .map(({ pointer, detail }) => `${pointer}: ${detail}`)
        .slice(0, 10)
        .join('; '),
    );
  }
}
