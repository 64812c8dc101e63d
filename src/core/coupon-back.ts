/**
 * When what an order took of promotions is given back after it was confirmed: never, when it is
 * cancelled, or also when all of it was refunded.
 */
export const couponBackPolicies = ['never', 'cancel', 'full'] as const;
export type CouponBack = (typeof couponBackPolicies)[number];
