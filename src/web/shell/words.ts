// A problem in the visitor's words, and which field each of its errors stands beside.

import type { FieldProblem, Problem } from './api.js';
import { texts } from './texts.js';

/** By type; a refusal that came into the world after these texts keeps the server's own title. */
export const wordsOf = ({ type, title }: Pick<Problem, 'type' | 'title'>): string => {
  const { problems } = texts();
  return problems[type] ?? (title || (problems.other as string));
};

/** `/shippingAddress/postalCode` → what to enter there, by the field's own name; `billing.postalCode`
 * for that of the invoice's address. */
export function fieldErrors(errors: readonly FieldProblem[]): Record<string, string> {
  const words = texts().fields.errors;
  return Object.fromEntries(
    errors.map(({ pointer }) => {
      const name = pointer.slice(pointer.lastIndexOf('/') + 1);
      const field = pointer.startsWith('/billingAddress/') ? `billing.${name}` : name;
      return [field, words[name] ?? (words.other as string)];
    }),
  );
}
