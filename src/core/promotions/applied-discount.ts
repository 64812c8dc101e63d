/** What a promotion took off, in the order in which promotions applied. */
export interface AppliedDiscount {
  promotion: string;
  name: string;
  coupon?: string;
  /** Minor units, on the price list's own basis: off lines and shipping together. */
  amount: number;
  /** The part of it that is off shipping; absent where there is none. */
  shippingAmount?: number;
}
