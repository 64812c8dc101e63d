// The best deal in words and figures: what was chosen, what greedy would have, whether it is proven,
// and how each amount comes about.

import type { Explanation } from '../explanation.js';
import { formatMoney } from '../money.js';
import type { PricedLine } from '../pricing/priced-line.js';
import { applyInTurn } from '../promotions/apply-in-turn.js';
import type { CompiledPromotion } from '../promotions/compiled-promotion.js';
import type { Workspace } from '../promotions/workspace.js';
import type { DealSolution } from './problem.js';
import type { SettledPromotion } from './settle-deal.js';
import type { Translated } from './translate.js';

interface Explained {
  translated: Translated;
  solution: DealSolution;
  settled: readonly SettledPromotion[];
  work: Workspace;
}

type Print = (amount: number) => string;

export function explainDeal(
  { translated, solution, settled, work }: Explained,
  explaining: Explanation[],
): void {
  const money: Print = (amount) => formatMoney({ amount, currency: work.cart.currency });
  const { saving } = solution;
  const text = [
    `best deal of ${translated.promotions.length} promotions: ${chosen(settled)} save ${money(saving)} together`,
    proof(solution, money),
    `taking the best one again and again saves ${money(solution.greedySaving)}`,
    'ties: fewer promotions, then the first ids',
  ].join('; ');
  explaining.push({ subject: '/discounts', rule: 'best-deal', text, amount: saving });
  for (const [nth, promotion] of settled.entries()) {
    explainPromotion(promotion, nth, work, money, explaining);
  }
}

/** The promotions in turn, which save `amount`, after what they are better than. */
export function explainInTurn(
  turns: readonly CompiledPromotion[],
  { amount, saving }: { amount: number; saving: number },
  work: Workspace,
  explaining: Explanation[],
): void {
  const steps: Explanation[] = [];
  applyInTurn(turns, work, steps);
  const money: Print = (minor) => formatMoney({ amount: minor, currency: work.cart.currency });
  const text = [
    `best deal: the promotions one after another, several on the same units, save ${money(amount)}`,
    `the best combination in which a unit takes part in one offer saves ${money(saving)}`,
  ].join('; ');
  explaining.push({ subject: '/discounts', rule: 'best-deal', text, amount }, ...steps);
}

const chosen = (settled: readonly SettledPromotion[]): string =>
  settled.length === 0 ? 'none' : settled.map(({ promotion }) => promotion.name).join(', ');

function proof({ isProven, bound, steps }: DealSolution, money: Print): string {
  return isProven
    ? `proven in ${steps} steps: no combination saves more`
    : `not proven within ${steps} steps: no combination saves more than ${money(bound)}`;
}

function explainPromotion(
  { promotion, shares, applications }: SettledPromotion,
  nth: number,
  work: Workspace,
  money: Print,
  explaining: Explanation[],
): void {
  const { name, coupon } = promotion;
  const title = coupon === undefined ? name : `${name} (coupon ${coupon})`;
  let amount = 0;
  for (const share of shares.values()) amount += share;
  const how =
    applications.length > 0
      ? sameTogether(applications.map((one) => unitsText(one, work, money)))
      : 'on what the offers on units left, spread by what each line still cost';
  const text = `${title}: ${how}; −${money(amount)} in all`;
  explaining.push({ subject: `/discounts/${nth}`, rule: 'promotion', text, amount });
  for (const [index, share] of [...shares].sort(([a], [b]) => a - b)) {
    const subject = index === work.lines.length ? '/shipping' : `/lines/${index}`;
    const shareText = `${title}: −${money(share)}`;
    explaining.push({ subject, rule: 'promotion-share', text: shareText, amount: share });
  }
}

function unitsText(
  { lines, saving }: SettledPromotion['applications'][number],
  work: Workspace,
  money: Print,
): string {
  const skus = lines.map((part) =>
    part.map((line) => (work.lines[line] as PricedLine).sku).join(' + '),
  );
  return `${skus.join(' with ')} saves ${money(saving)}`;
}

/** `a`, `a`, `b` → `2 × (a), 1 × (b)`. */
function sameTogether(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${count} × (${text})`).join(', ');
}
