// The cart and its quote as the API answers with them.

export interface Address {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  region?: string;
  postalCode: string;
  country: string;
}

export interface CartLine {
  sku: string;
  name: string;
  quantity: number;
  available: number;
  unitPrice: number | string | null;
  discount: number | null;
  /** `net` instead where prices are net. */
  gross?: number | null;
  net?: number;
}

export interface Explanation {
  /** JSON pointer into the quote. */
  subject: string;
  rule: string;
  text: string;
  amount: number;
}

export interface Quote {
  currency: string;
  priceBasis: 'gross' | 'net';
  lines: {
    sku: string;
    name: string;
    quantity: number | string;
    unitPrice: number | string;
    discount: number;
    gross?: number;
    net?: number;
    giftOf?: string;
  }[];
  discounts: { promotion?: string; name: string; coupon?: string; amount: number }[];
  shipping: { method: string; discount?: number; gross?: number; net?: number };
  taxes: {
    code: string;
    jurisdiction: string;
    rate: string | null;
    base: number;
    amount: number;
  }[];
  totals: {
    subtotal: number;
    discount: number;
    shipping: number;
    net: number;
    tax: number;
    total: number;
    payable?: number;
  };
  /** Where it was asked for. */
  explanation?: Explanation[];
}

export interface CartProblem {
  type: string;
  title: string;
  [member: string]: unknown;
}

export interface Cart {
  id: string;
  currency: string;
  country: string;
  lines: CartLine[];
  coupons: string[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  vatId: string | null;
  shippingMethod: string | null;
  quote: Quote | null;
  problems: CartProblem[];
  expiresAt: string;
  version: number;
  /** The order that it has become. */
  orderId: string | null;
}

export interface CartChanges {
  country?: string;
  currency?: string;
  shippingAddress?: Address;
  billingAddress?: Address | null;
  vatId?: string | null;
  shippingMethod?: string;
  customer?: { email: string; name: string };
}
