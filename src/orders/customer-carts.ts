/** What accounts have to do with carts. */
export interface CustomerCarts {
  /** The guest's cart goes into the customer's; answers the customer's, where there is one then. */
  merge(command: { customerId: string; guestCartId: string }): Promise<string | null>;
  cartOf(customerId: string): Promise<string | null>;
  /** All that is kept in the customer's carts, for whom they are. */
  exported(customerId: string): Promise<unknown[]>;
  erase(customerId: string): Promise<void>;
}

/** Of a shop in which nothing is kept before it is ordered. */
export const noCarts: CustomerCarts = {
  merge: async () => null,
  cartOf: async () => null,
  exported: async () => [],
  erase: async () => {},
};
