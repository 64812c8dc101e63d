/** Orders that claim promotions with limits: each promotion gives the price of one piece off. */
import type { PromotionClaim, PromotionCounter, ReserveCommand } from '../../src/store/store.js';
import { documentOf, type Line, PIECE, reservation } from './store-orders.js';

export const useOf = (promotion: string, limit: number): PromotionClaim => ({
  promotion,
  counter: 'uses',
  scope: '',
  amount: 1,
  limit,
});

export const useBy = (customer: string, promotion: string, limit: number): PromotionClaim => ({
  promotion,
  counter: 'customer',
  scope: customer,
  amount: 1,
  limit,
});

/** Limited to so many pieces' price in all. */
export const moneyOf = (promotion: string, pieces: number): PromotionClaim => ({
  promotion,
  counter: 'budget',
  scope: 'EUR',
  amount: PIECE.gross,
  limit: PIECE.gross * pieces,
});

export const counterOf = ({ promotion, counter, scope }: PromotionClaim): PromotionCounter => ({
  promotion,
  counter,
  scope,
});

/** One piece to be paid for, and one more for each promotion, which gives it away. */
export function claiming(
  sku: string,
  promotionClaims: PromotionClaim[],
  more: Partial<ReserveCommand> = {},
): ReserveCommand {
  const promotions = [...new Set(promotionClaims.map(({ promotion }) => promotion))];
  const lines: Line[] = [{ sku, quantity: promotions.length + 1 }];
  const full = documentOf(lines);
  const paid = documentOf([{ sku, quantity: 1 }]);
  const discount = PIECE.gross * promotions.length;
  const document = {
    ...full,
    lines: full.lines.map((line) => ({
      ...line,
      discount,
      gross: PIECE.gross,
      taxes: paid.taxes,
    })),
    discounts: promotions.map((promotion) => ({
      promotion,
      name: `Promotion ${promotion}`,
      amount: PIECE.gross,
    })),
    taxes: paid.taxes,
    totals: { ...paid.totals, subtotal: full.totals.subtotal, discount },
  };
  return reservation(lines, {
    document: JSON.stringify(document),
    totalMinor: PIECE.gross,
    lines: [{ sku, quantity: promotions.length + 1, amountMinor: PIECE.gross }],
    promotionClaims,
    ...more,
  });
}
