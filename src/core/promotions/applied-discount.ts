/** What a promotion, or a discount on the whole document, took off, in the order in which they applied. */
export interface AppliedDiscount {
  /** The promotion's id; absent where the document itself brought the discount. */
  promotion?: string;
  name: string;
  coupon?: string;
  /** Minor units, on the price list's own basis: off lines and shipping together. */
  amount: number;
  /** The part of it that is off shipping; absent where there is none. */
  shippingAmount?: number;
}
