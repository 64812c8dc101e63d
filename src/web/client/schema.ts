// Made by `npm run client` from the OpenAPI document; a test fails when it is out of date.
// Every operation with what it takes and what it answers, by status.

export type Account = {
  id: string;
  email: string;
  name: string;
  address?: Address;
};

export type AccountChange = {
  name?: string;
  /** Offered at the next order; null forgets it */
  address?: Address | null;
  email?: string;
  /** Has to be given with a new e-mail */
  password?: string;
};

export type Address = {
  name: string;
  line1: string;
  line2?: string;
  city: string;
  /** State or province, where there are any: `NY`, `CA-QC` */
  region?: string;
  /** As the post of the country writes it */
  postalCode: string;
  /** ISO 3166-1 alpha-2 code */
  country: string;
};

export type AdminProduct = {
  /** Stock keeping unit */
  sku: string;
  name: string;
  category: string;
  tags?: string[];
  taxCategory: string;
  prices: Record<
    string,
    {
      unitPrice: number | string;
      basis: 'gross' | 'net';
      /** ISO 4217 code */
      currency: string;
    }
  >;
  available: number;
  withdrawnAt: string | null;
};

/** An allowance is larger than its line. */
export type AllowanceTooLargeProblem = {
  type: '/problems/allowance-too-large';
  title: string;
  status: 422;
  sku: string;
  allowance: number;
  available: number;
};

/** An amount cannot be computed exactly. */
export type AmountOutOfRangeProblem = {
  type: '/problems/amount-out-of-range';
  title: string;
  status: 422;
  detail: string;
};

export type Analytics = {
  bucket: 'minute' | 'hour' | 'day';
  from: string;
  to: string;
  items: {
    startsAt: string;
    /** ISO 4217 code */
    currency: string;
    orders: number;
    units: number;
    /** Minor units of the currency */
    gross: number;
    /** Minor units of the currency */
    net: number;
  }[];
  skus: {
    /** Stock keeping unit */
    sku: string;
    /** ISO 4217 code */
    currency: string;
    orders: number;
    units: number;
    /** Minor units of the currency */
    gross: number;
    /** Minor units of the currency */
    net: number;
  }[];
  countries: {
    country: string;
    /** ISO 4217 code */
    currency: string;
    orders: number;
    units: number;
    /** Minor units of the currency */
    gross: number;
    /** Minor units of the currency */
    net: number;
  }[];
  steps: {
    step: string;
    count: number;
    /** Within 9 % of the measured one */
    p50Ms: number;
    p90Ms: number;
    p99Ms: number;
  }[];
};

export type AuditEntry = {
  id: number;
  at: string;
  /** `environment` is the key of `ORDERLOOM_OPERATOR_KEY` */
  keyId: string;
  route: string;
  target: string;
  /** In short, and without personal data */
  before: unknown;
  after: unknown;
};

/** Orders hold more pieces than that. */
export type BelowReservedProblem = {
  type: '/problems/below-reserved';
  title: string;
  status: 409;
  sku: string;
  reserved: number;
  onHand: number;
};

export type Cart = {
  /** All that a guest needs to know to open it: keep it secret */
  id: string;
  /** Grows with each change */
  version: number;
  /** ISO 4217 code */
  currency: string;
  /** ISO 3166-1 alpha-2 code */
  country: string;
  lines: {
    /** Stock keeping unit */
    sku: string;
    name: string;
    quantity: number;
    /** Pieces that can be sold now; nothing is held */
    available: number;
    unitPrice: number | string | null;
    discount: number | null;
    gross?: number | null;
    /** Instead of `gross` where prices are net */
    net?: number;
  }[];
  coupons: string[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingMethod: string | null;
  vatId: string | null;
  customer: {
    email: string;
    name: string;
  } | null;
  /** As `POST /v1/quotes` answers; null where the cart is empty or has `problems` */
  quote: {
    /** ISO 4217 code */
    currency: string;
    priceBasis: 'gross' | 'net';
    lines: QuotedLine[];
    discounts: {
      promotion?: string;
      name: string;
      coupon?: string;
      /** Off lines and shipping together */
      amount: number;
      /** Minor units of the currency */
      shippingAmount?: number;
    }[];
    /** Where the settings ask for the best deal */
    deal?: {
      /** Minor units of the currency */
      saving: number;
      /** No combination of promotions saves more */
      bound: number;
      /** Whether no combination is better than this one */
      isProven: boolean;
    };
    /** Discounts on the document with a tax of their own; taxes below zero */
    allowances?: {
      reason: string;
      /** Minor units of the currency */
      amount: number;
      /** Its part of the rows of the tax table; absent in orders of earlier versions */
      taxes?: Tax[];
    }[];
    /** Charges on the document */
    charges?: {
      reason: string;
      /** Minor units of the currency */
      amount: number;
      /** Its part of the rows of the tax table; absent in orders of earlier versions */
      taxes?: Tax[];
    }[];
    shipping: {
      method: string;
      /** Minor units of the currency */
      discount?: number;
      /** Minor units of the currency */
      gross?: number;
      /** Minor units of the currency */
      net?: number;
      /** Its part of the rows of the tax table; absent in orders of earlier versions */
      taxes?: Tax[];
    };
    taxes: Tax[];
    /** Whose tax rates hold; only where a tax provider is configured */
    taxSource?: 'own' | 'provider' | 'fallback';
    /** Those of the settings of this computation that are not the default */
    settings?: Record<string, unknown>;
    totals: Totals;
    /** Where `explain=true` asks for it */
    explanation?: {
      /** JSON pointer into the quote */
      subject: string;
      rule: string;
      text: string;
      /** Minor units of the currency */
      amount: number;
    }[];
  } | null;
  /** Why it cannot be priced */
  problems: Problem[];
  /** Unless it is changed again */
  expiresAt: string;
  /** The order that it has become: nothing of it can be changed any more */
  orderId: string | null;
};

/** Only what is to change; null takes it back */
export type CartDetails = {
  /** ISO 4217 code */
  currency?: string;
  /** Where the goods go, which decides the tax; a shipping address in another country is put away */
  country?: string;
  shippingAddress?: Address | null;
  billingAddress?: Address | null;
  shippingMethod?: string | null;
  vatId?: string | null;
  customer?: {
    email: string;
    name: string;
  } | null;
};

/** The cart can hold no more of these. */
export type CartFullProblem = {
  type: '/problems/cart-full';
  title: string;
  status: 422;
  of: 'lines' | 'coupons';
  limit: number;
};

export type CartLineRequest = {
  /** How many pieces there are to be; 0 removes the line */
  quantity: number;
};

/** There is no such cart, or it has expired. */
export type CartNotFoundProblem = {
  type: '/problems/cart-not-found';
  title: string;
  status: 404;
};

/** The cart has become an order already. */
export type CartOrderedProblem = {
  type: '/problems/cart-ordered';
  title: string;
  status: 409;
  orderId: string;
};

/** The coupon has expired. */
export type CouponExpiredProblem = {
  type: '/problems/coupon-expired';
  title: string;
  status: 422;
  coupon: string;
  until: string;
};

/** The coupon is not valid yet. */
export type CouponNotYetValidProblem = {
  type: '/problems/coupon-not-yet-valid';
  title: string;
  status: 422;
  coupon: string;
  since: string;
};

/** The coupon has been used up. */
export type CouponUsedUpProblem = {
  type: '/problems/coupon-used-up';
  title: string;
  status: 422;
  coupon: string;
  promotion: string;
};

export type CreditNoteLink = {
  number: string;
  pdf: string;
  xml: string;
};

/** A page of another site may not ask for that. */
export type CrossSiteRequestProblem = {
  type: '/problems/cross-site-request';
  title: string;
  status: 403;
  detail: string;
};

export type Customer = {
  id: string;
  email: string;
  name: string;
  groups?: string[];
  address?: Address;
};

/** Somebody is registered with this e-mail address. */
export type EmailTakenProblem = {
  type: '/problems/email-taken';
  title: string;
  status: 409;
};

/** This key or token may not do that. */
export type ForbiddenProblem = {
  type: '/problems/forbidden';
  title: string;
  status: 403;
  detail: string;
};

/** The headers are too large. */
export type HeadersTooLargeProblem = {
  type: '/problems/headers-too-large';
  title: string;
  status: 431;
};

/** This key was used with another request. */
export type IdempotencyKeyReusedProblem = {
  type: '/problems/idempotency-key-reused';
  title: string;
  status: 422;
};

export type Import = {
  id: string;
  kind: 'products' | 'prices' | 'stock' | 'promotions' | 'customers';
  /** `checking`, then `refused` (nothing was applied), `checked` (a dry run), or `applying` and `applied` */
  state: 'checking' | 'refused' | 'checked' | 'applying' | 'applied' | 'interrupted';
  mode: 'file' | 'row';
  dryRun: boolean;
  format: 'csv' | 'ndjson';
  bytes: number;
  /** Of the file, while it is being checked */
  bytesRead: number;
  sha256: string | null;
  /** That are right */
  rows: number;
  applied: number;
  /** The first 100 of them */
  errors: {
    line: number;
    column: string;
    value: string;
    reason: string;
  }[];
  errorCount: number;
  /** Why it is refused */
  problem?: {
    type: string;
    title: string;
    status: number;
  };
  /** Rows that an order or a customer came before, between check and turn */
  exceptions: {
    key: string;
    detail: string;
  }[];
  createdAt: string;
  updatedAt: string;
};

/** Another file is being brought in. */
export type ImportUnderWayProblem = {
  type: '/problems/import-under-way';
  title: string;
  status: 409;
  importId: string;
};

/** The taxes of this country depend on a field that the address lacks. */
export type IncompleteTaxAddressProblem = {
  type: '/problems/incomplete-tax-address';
  title: string;
  status: 422;
  country: string;
  field: 'region' | 'postalCode';
  region?: string;
};

/** Something went wrong on our side. */
export type InternalErrorProblem = {
  type: '/problems/internal-error';
  title: string;
  status: 500;
};

/** The request is malformed. */
export type InvalidRequestProblem = {
  type: '/problems/invalid-request';
  title: string;
  status: 400;
  detail?: string;
  /** Every place that is wrong */
  errors: {
    /** JSON pointer into the body, `?name` of the query, a header */
    pointer: string;
    detail: string;
  }[];
};

/** The rules in the request contradict themselves. */
export type InvalidRulesProblem = {
  type: '/problems/invalid-rules';
  title: string;
  status: 400;
  /** Every place that is wrong */
  errors: {
    /** JSON pointer into the body, `?name` of the query, a header */
    pointer: string;
    detail: string;
  }[];
};

/** The notice is not signed as agreed. */
export type InvalidSignatureProblem = {
  type: '/problems/invalid-signature';
  title: string;
  status: 401;
  detail: string;
};

/** This invoice could not be rendered. */
export type InvoiceFailedProblem = {
  type: '/problems/invoice-failed';
  title: string;
  status: 500;
  detail: string;
};

/** This operator key, or this secret of it, has expired. */
export type KeyExpiredProblem = {
  type: '/problems/key-expired';
  title: string;
  status: 401;
  expiredAt: string;
};

/** This operator key was revoked. */
export type KeyRevokedProblem = {
  type: '/problems/key-revoked';
  title: string;
  status: 401;
  revokedAt: string;
};

/** There are as many of these as there may be. */
export type LimitReachedProblem = {
  type: '/problems/limit-reached';
  title: string;
  status: 409;
  limit: number;
};

/** This link to an order has expired. */
export type LinkExpiredProblem = {
  type: '/problems/link-expired';
  title: string;
  status: 401;
  expiredAt: string;
};

export type NewKeyRequest = {
  name: string;
  /** `*` is all of them, those of later versions included */
  scopes: (
    | '*'
    | 'orders:read'
    | 'orders:write'
    | 'orders:refund'
    | 'orders:price'
    | 'stock:read'
    | 'stock:write'
    | 'products:read'
    | 'products:write'
    | 'customers:read'
    | 'customers:write'
    | 'promotions:read'
    | 'promotions:write'
    | 'pools:read'
    | 'metrics:read'
    | 'tasks:read'
    | 'tasks:write'
    | 'analytics:read'
    | 'keys:read'
    | 'keys:write'
    | 'audit:read'
    | 'webhooks:read'
    | 'webhooks:write'
  )[];
  /** RFC 3339 */
  expiresAt?: string;
};

export type NewOperatorKey = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  /** To within some minutes */
  lastUsedAt: string | null;
  revokedAt: string | null;
  /** How long the secret before the last rotation works */
  previousSecretUntil: string | null;
  /** The secret, shown this once */
  key: string;
};

/** The invoice cannot be an e-invoice of that kind. */
export type NoEInvoiceProblem = {
  type: '/problems/no-e-invoice';
  title: string;
  status: 422;
  detail: string;
  /** What is not kept */
  rules?: {
    id: string;
    text: string;
  }[];
};

/** The article has no price in this currency. */
export type NoPriceProblem = {
  type: '/problems/no-price';
  title: string;
  status: 422;
  sku: string;
  currency: string;
  /** Every line that has no article or no price, the first 20; `sku` is that of the first */
  errors: {
    pointer: string;
    detail: string;
  }[];
};

/** The shipping method has no price in this currency. */
export type NoShippingPriceProblem = {
  type: '/problems/no-shipping-price';
  title: string;
  status: 422;
  shippingMethod: string;
  currency: string;
};

/** No tax rate is known for this article and country. */
export type NoTaxRateProblem = {
  type: '/problems/no-tax-rate';
  title: string;
  status: 422;
  country: string;
  taxCategory: string;
};

/** There is nothing here that you may see. */
export type NotFoundProblem = {
  type: '/problems/not-found';
  title: string;
  status: 404;
  detail?: string;
};

export type OperatorKey = {
  id: string;
  name: string;
  scopes: string[];
  createdAt: string;
  expiresAt: string | null;
  /** To within some minutes */
  lastUsedAt: string | null;
  revokedAt: string | null;
  /** How long the secret before the last rotation works */
  previousSecretUntil: string | null;
};

export type Order = {
  id: string;
  number: string | null;
  state: OrderState;
  /** ISO 4217 code */
  currency: string;
  createdAt: string;
  customer: OrderCustomer;
  priceBasis: 'gross' | 'net';
  lines: QuotedLine[];
  discounts: {
    promotion?: string;
    name: string;
    coupon?: string;
    /** Off lines and shipping together */
    amount: number;
    /** Minor units of the currency */
    shippingAmount?: number;
  }[];
  /** Where the settings ask for the best deal */
  deal?: {
    /** Minor units of the currency */
    saving: number;
    /** No combination of promotions saves more */
    bound: number;
    /** Whether no combination is better than this one */
    isProven: boolean;
  };
  /** Discounts on the document with a tax of their own; taxes below zero */
  allowances?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  /** Charges on the document */
  charges?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  shipping: {
    method: string;
    /** Minor units of the currency */
    discount?: number;
    /** Minor units of the currency */
    gross?: number;
    /** Minor units of the currency */
    net?: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  };
  taxes: Tax[];
  /** Whose tax rates hold; only where a tax provider is configured */
  taxSource?: 'own' | 'provider' | 'fallback';
  /** Those of the settings of this computation that are not the default */
  settings?: Record<string, unknown>;
  totals: Totals;
  shippingAddress: Address;
  billingAddress?: Address;
  vatId?: string;
  /** What businesses and authorities want on their e-invoices */
  buyer?: {
    /** Of the business, where the billing address names a person */
    name?: string;
    /** What the buyer wants to be quoted (EN 16931, BT-10): a cost centre, an order number of its own, a German authority’s Leitweg-ID */
    reference?: string;
    /** Where its e-invoices go (BT-49) */
    electronicAddress?: {
      /** Of the Electronic Address Scheme list: `9930`, `0088`, `EM` */
      scheme: string;
      id: string;
    };
    /** Its number in a register (BT-47) */
    legalId?: {
      /** Of ISO/IEC 6523: `0002` */
      scheme?: string;
      id: string;
    };
  };
  payment: {
    method: string;
    /** action-required: the customer has to do `nextAction`; authorised: taken when the order ships; capture-failed: it could not be taken; refund-failed: the provider refuses, the money has to go back by other means */
    state:
      | 'pending'
      | 'action-required'
      | 'unknown'
      | 'authorised'
      | 'captured'
      | 'capture-failed'
      | 'declined'
      | 'voided'
      | 'refund-pending'
      | 'partially-refunded'
      | 'refunded'
      | 'refund-failed';
    /** Minor units of the currency */
    amount: number;
    reference: string | null;
    declineCode?: string;
    /** What the customer has to do before the payment goes on: 3-D Secure */
    nextAction?: {
      type: 'redirect' | 'in-page';
      /** Where the customer goes */
      url?: string;
      /** For the provider's own script, to stay on the page */
      clientSecret?: string;
      publishableKey?: string;
    };
  };
  invoice: {
    number: string;
    pdf: string;
    xml: string;
  } | null;
  refunds?: Refund[];
  creditNotes?: CreditNoteLink[];
  tasks: {
    topic: string;
    /** Which refund of the order it is about */
    reference?: number;
    state: string;
    attempts: number;
  }[];
  /** Opens this order without an account; given to guests once */
  accessToken?: string;
};

export type OrderCustomer = {
  id?: string;
  email: string;
  name: string;
};

export type OrderRequest = {
  /** Takes from this cart what the order leaves out; without one, `customer`, `currency`, `lines` and `shippingAddress` are needed */
  cartId?: string;
  /** May be left out by whoever is signed in */
  customer?: {
    id?: string;
    email: string;
    name: string;
  };
  /** ISO 4217 code */
  currency?: string;
  lines?: {
    /** Stock keeping unit */
    sku: string;
    quantity: number;
    /** Only for operators with the scope orders:price */
    unitPrice?: string;
  }[];
  coupons?: string[];
  shippingAddress?: Address;
  billingAddress?: Address;
  vatId?: string;
  /** What businesses and authorities want on their e-invoices */
  buyer?: {
    /** Of the business, where the billing address names a person */
    name?: string;
    /** What the buyer wants to be quoted (EN 16931, BT-10): a cost centre, an order number of its own, a German authority’s Leitweg-ID */
    reference?: string;
    /** Where its e-invoices go (BT-49) */
    electronicAddress?: {
      /** Of the Electronic Address Scheme list: `9930`, `0088`, `EM` */
      scheme: string;
      id: string;
    };
    /** Its number in a register (BT-47) */
    legalId?: {
      /** Of ISO/IEC 6523: `0002` */
      scheme?: string;
      id: string;
    };
  };
  shippingMethod?: string;
  payment: {
    method: string;
    token: string;
  };
  expectedTotal?: number;
  /** Only for operators with the scope orders:price */
  priceBasis?: 'gross' | 'net';
};

export type OrderState =
  | 'payment-pending'
  | 'confirmed'
  | 'shipped'
  | 'delivered'
  | 'cancelled'
  | 'partially-refunded'
  | 'refunded'
  | 'failed';

/** Some orders of this customer are still being worked on. */
export type OrdersOpenProblem = {
  type: '/problems/orders-open';
  title: string;
  status: 409;
  orderIds: string[];
};

/** There is not enough stock. */
export type OutOfStockProblem = {
  type: '/problems/out-of-stock';
  title: string;
  status: 409;
  /** Each article that is short */
  items: {
    sku: string;
    requested: number;
    available: number;
  }[];
};

/** Too much work at the moment. */
export type OverloadedProblem = {
  type: '/problems/overloaded';
  title: string;
  status: 503;
  detail: string;
};

export type PasswordChange = {
  password: string;
  /** At least 8 characters of any kind; not one that is tried first, and not made of one's own name or address */
  newPassword: string;
};

/** The body is too large. */
export type PayloadTooLargeProblem = {
  type: '/problems/payload-too-large';
  title: string;
  status: 413;
  detail: string;
};

/** The payment was declined; nothing was charged. */
export type PaymentDeclinedProblem = {
  type: '/problems/payment-declined';
  title: string;
  status: 402;
  declineCode: string;
};

/** The payment provider does not answer. */
export type PaymentProviderUnavailableProblem = {
  type: '/problems/payment-provider-unavailable';
  title: string;
  status: 503;
  detail: string;
};

export type Person = {
  id: string;
  email: string;
  name: string;
};

/** The price is not what was expected. */
export type PriceChangedProblem = {
  type: '/problems/price-changed';
  title: string;
  status: 409;
  expectedTotal: number;
  /** The prices of now, as `POST /v1/quotes` answers */
  quote: Record<string, unknown>;
};

/** RFC 9457 problem details; further members by type */
export type Problem = {
  /** Documented at this path */
  type: string;
  title: string;
  status: number;
};

export type ProblemType = {
  type: string;
  status: number;
  title: string;
  means: string;
  /** What to do about it */
  remedy: string;
  /** Whether the same request may succeed later */
  retry: boolean;
  members: {
    name: string;
    description: string;
    isRequired: boolean;
  }[];
  example: Record<string, unknown>;
};

export type Product = {
  /** Stock keeping unit */
  sku: string;
  name: string;
  category: string;
  tags?: string[];
  taxCategory: string;
  prices: Record<
    string,
    {
      unitPrice: number | string;
      basis: 'gross' | 'net';
      /** ISO 4217 code */
      currency: string;
    }
  >;
  available: number;
};

export type Quote = {
  /** ISO 4217 code */
  currency: string;
  priceBasis: 'gross' | 'net';
  lines: QuotedLine[];
  discounts: {
    promotion?: string;
    name: string;
    coupon?: string;
    /** Off lines and shipping together */
    amount: number;
    /** Minor units of the currency */
    shippingAmount?: number;
  }[];
  /** Where the settings ask for the best deal */
  deal?: {
    /** Minor units of the currency */
    saving: number;
    /** No combination of promotions saves more */
    bound: number;
    /** Whether no combination is better than this one */
    isProven: boolean;
  };
  /** Discounts on the document with a tax of their own; taxes below zero */
  allowances?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  /** Charges on the document */
  charges?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  shipping: {
    method: string;
    /** Minor units of the currency */
    discount?: number;
    /** Minor units of the currency */
    gross?: number;
    /** Minor units of the currency */
    net?: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  };
  taxes: Tax[];
  /** Whose tax rates hold; only where a tax provider is configured */
  taxSource?: 'own' | 'provider' | 'fallback';
  /** Those of the settings of this computation that are not the default */
  settings?: Record<string, unknown>;
  totals: Totals;
  explanation: {
    /** JSON pointer into the quote */
    subject: string;
    rule: string;
    text: string;
    /** Minor units of the currency */
    amount: number;
  }[];
};

/** This cart could not be priced. */
export type QuoteFailedProblem = {
  type: '/problems/quote-failed';
  title: string;
  status: 500;
  detail: string;
};

export type QuoteRequest = {
  /** ISO 4217 code */
  currency: string;
  lines: {
    /** The article, of the catalogue or any other whose price the request brings; `LINE-1` and so on when absent */
    sku?: string;
    /** An integer, or a decimal string with at most six decimals; not 0. Below 0, what comes back: only for operators with the scope orders:price */
    quantity: number | string;
    /** Minor units, or a decimal string in major units with at most six decimals; with or without tax as `priceBasis` says. The price lists when absent. Only for operators with the scope orders:price */
    unitPrice?: number | string;
    /** The unit price is for so many pieces (a price per 100); 1 when absent */
    priceQuantity?: number | string;
    /** As it is printed; the catalogue’s, or the SKU, when absent */
    name?: string;
    /** Of articles; promotions select by it */
    category?: string;
    /** Promotions select by them */
    tags?: string[];
    /** A key of `data/tax/categories.json`: `standard`, `books`, `food`, `services` …; the catalogue’s, or `standard`, when absent */
    taxCategory?: string;
    /** The taxes that are owed, instead of those that `taxCategory` comes to where the goods go; an empty list is untaxed */
    taxes?: {
      /** What one row of the tax table is named: `VAT`, `GST`, `QST`, `IRPF` … */
      code: string;
      /** Percent: an integer, or a decimal string such as `"9.975"` */
      rate: number | string;
      /** Whose tax it is, as it is printed: `DE`, `CA-QC`; `country` when absent */
      jurisdiction?: string;
      /** Codes of taxes before this one whose amounts belong to its base; the price alone when absent */
      compoundOn?: string[];
      /** Kept back by the customer and paid to the tax office: of the net amount, no part of `tax` and `total`, taken off what is payable */
      withheld?: boolean;
      /** On top of a price even where prices contain their taxes */
      added?: boolean;
      /** UNCL 5305: S standard, Z zero-rated, E exempt, AE reverse charge, K intra-community supply, G export, O not subject, L IGIC, M IPSI; only S, L and M go with a rate above 0 */
      treatment?: 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';
      /** Why no tax is due, as it is printed */
      reason?: string;
    }[];
    /** No promotion or document discount takes a piece below this; a decimal string in major units */
    floorPrice?: string;
    /** Taken off the line before any promotion; percentages are of quantity × unit price */
    allowances?: {
      /** As it is printed */
      reason?: string;
      /** An integer of minor units, or a decimal string in major units; either this or `percent` */
      amount?: number | string;
      /** Percent, as an integer or a decimal string of at most four decimals */
      percent?: number | string;
    }[];
    /** Added to the line before any promotion; percentages are of quantity × unit price */
    charges?: {
      /** As it is printed */
      reason?: string;
      /** An integer of minor units, or a decimal string in major units; either this or `percent` */
      amount?: number | string;
      /** Percent, as an integer or a decimal string of at most four decimals */
      percent?: number | string;
    }[];
  }[];
  /** Codes as they are written, capitals included */
  coupons?: string[];
  /** ISO 3166-1 alpha-2: where the goods go, which decides the tax. Needed here or in `shippingAddress` */
  country?: string;
  /** ISO 3166-2 without its country: `QC`, `NY` */
  region?: string;
  /** Where tax depends on it: the Canary Islands, Northern Ireland … */
  postalCode?: string;
  /** Instead of `country`, `region` and `postalCode` */
  shippingAddress?: {
    name?: string;
    line1?: string;
    line2?: string;
    city?: string;
    /** State or province, where there are any: `NY`, `CA-QC` */
    region?: string;
    /** As the post of the country writes it */
    postalCode?: string;
    /** ISO 3166-1 alpha-2 code */
    country: string;
  };
  /** As for an order, `standard` when absent; nothing is shipped where all lines bring prices and this is absent */
  shippingMethod?: string;
  /** Shipping that is given, or none (null), instead of a method. Only for operators with the scope orders:price */
  shipping?: {
    /** `shipping` when absent */
    name?: string;
    /** Minor units, or a decimal string in major units, on the basis of the prices */
    amount: number | string;
    /** `standard` when absent */
    taxCategory?: string;
    /** The taxes that are owed, instead of those that `taxCategory` comes to where the goods go; an empty list is untaxed */
    taxes?: {
      /** What one row of the tax table is named: `VAT`, `GST`, `QST`, `IRPF` … */
      code: string;
      /** Percent: an integer, or a decimal string such as `"9.975"` */
      rate: number | string;
      /** Whose tax it is, as it is printed: `DE`, `CA-QC`; `country` when absent */
      jurisdiction?: string;
      /** Codes of taxes before this one whose amounts belong to its base; the price alone when absent */
      compoundOn?: string[];
      /** Kept back by the customer and paid to the tax office: of the net amount, no part of `tax` and `total`, taken off what is payable */
      withheld?: boolean;
      /** On top of a price even where prices contain their taxes */
      added?: boolean;
      /** UNCL 5305: S standard, Z zero-rated, E exempt, AE reverse charge, K intra-community supply, G export, O not subject, L IGIC, M IPSI; only S, L and M go with a rate above 0 */
      treatment?: 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';
      /** Why no tax is due, as it is printed */
      reason?: string;
    }[];
  } | null;
  /** Who asks, and what is known of them */
  customer?: {
    id?: string;
    email?: string;
    name?: string;
    /** Groups that price lists and promotions are for. Only for operators with the scope orders:price */
    groups?: string[];
    /** For promotions on first orders. Only for operators with the scope orders:price */
    firstOrder?: boolean;
    /** This customer owes no tax on what takes its tax from `taxCategory`. Only for operators with the scope orders:price */
    exemption?: {
      /** As the invoice has to say it */
      reason: string;
      /** Only these taxes (`VAT`, `PST` …); all of them when absent */
      codes?: string[];
    };
  };
  /** The customer’s, with its country’s prefix. One that stands the test of form and checksum makes a business of the customer: reverse charge, intra-community supply */
  vatId?: string;
  /** As for an order, and checked as there; prices do not depend on it */
  buyer?: {
    /** Of the business, where the billing address names a person */
    name?: string;
    /** What the buyer wants to be quoted (EN 16931, BT-10): a cost centre, an order number of its own, a German authority’s Leitweg-ID */
    reference?: string;
    /** Where its e-invoices go (BT-49) */
    electronicAddress?: {
      /** Of the Electronic Address Scheme list: `9930`, `0088`, `EM` */
      scheme: string;
      id: string;
    };
    /** Its number in a register (BT-47) */
    legalId?: {
      /** Of ISO/IEC 6523: `0002` */
      scheme?: string;
      id: string;
    };
  };
  /** Promotions may depend on it */
  paymentMethod?: string;
  /** YYYY-MM-DD: the date that prices, promotions and tax rates hold on; today in the shop’s time zone when absent. Only for operators with the scope orders:price */
  date?: string;
  /** Whether prices and amounts include tax (`gross`) or not (`net`); when absent as the first of `priceLists` that prices a line, else as the shop’s prices in the currency, `gross` where it has none. Only for operators with the scope orders:price */
  priceBasis?: 'gross' | 'net';
  /** Off the whole document: with a tax of its own beside the lines, else spread over them. Only for operators with the scope orders:price */
  discounts?: {
    /** As it is printed */
    reason?: string;
    /** An integer of minor units, or a decimal string in major units; either this or `percent` */
    amount?: number | string;
    /** Percent of what the lines come to after promotions */
    percent?: number | string;
    /** A tax of its own: that of this category where the goods go */
    taxCategory?: string;
    /** Taxes of its own */
    taxes?: {
      /** What one row of the tax table is named: `VAT`, `GST`, `QST`, `IRPF` … */
      code: string;
      /** Percent: an integer, or a decimal string such as `"9.975"` */
      rate: number | string;
      /** Whose tax it is, as it is printed: `DE`, `CA-QC`; `country` when absent */
      jurisdiction?: string;
      /** Codes of taxes before this one whose amounts belong to its base; the price alone when absent */
      compoundOn?: string[];
      /** Kept back by the customer and paid to the tax office: of the net amount, no part of `tax` and `total`, taken off what is payable */
      withheld?: boolean;
      /** On top of a price even where prices contain their taxes */
      added?: boolean;
      /** UNCL 5305: S standard, Z zero-rated, E exempt, AE reverse charge, K intra-community supply, G export, O not subject, L IGIC, M IPSI; only S, L and M go with a rate above 0 */
      treatment?: 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';
      /** Why no tax is due, as it is printed */
      reason?: string;
    }[];
  }[];
  /** On the whole document; without a tax of its own it shares the lines’, by what they cost. Only for operators with the scope orders:price */
  charges?: {
    /** As it is printed */
    reason?: string;
    /** An integer of minor units, or a decimal string in major units; either this or `percent` */
    amount?: number | string;
    /** Percent of what the lines come to after promotions */
    percent?: number | string;
    /** A tax of its own: that of this category where the goods go */
    taxCategory?: string;
    /** Taxes of its own */
    taxes?: {
      /** What one row of the tax table is named: `VAT`, `GST`, `QST`, `IRPF` … */
      code: string;
      /** Percent: an integer, or a decimal string such as `"9.975"` */
      rate: number | string;
      /** Whose tax it is, as it is printed: `DE`, `CA-QC`; `country` when absent */
      jurisdiction?: string;
      /** Codes of taxes before this one whose amounts belong to its base; the price alone when absent */
      compoundOn?: string[];
      /** Kept back by the customer and paid to the tax office: of the net amount, no part of `tax` and `total`, taken off what is payable */
      withheld?: boolean;
      /** On top of a price even where prices contain their taxes */
      added?: boolean;
      /** UNCL 5305: S standard, Z zero-rated, E exempt, AE reverse charge, K intra-community supply, G export, O not subject, L IGIC, M IPSI; only S, L and M go with a rate above 0 */
      treatment?: 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';
      /** Why no tax is due, as it is printed */
      reason?: string;
    }[];
  }[];
  /** Instead of the shop’s own. Only for operators with the scope orders:price */
  promotions?: {
    id: string;
    name: string;
    /** The code that unlocks it; automatic when absent */
    coupon?: string;
    /** Lower applies first; of equal ones the lower id */
    priority: number;
    /** One member; `all`, `any` and `not` hold further conditions */
    condition?: {
      /** Every one of these conditions */
      all?: Record<string, unknown>[];
      /** One of these conditions at least */
      any?: Record<string, unknown>[];
      /** Not this condition */
      not?: Record<string, unknown>;
      /** What the articles (all when `of` is absent) cost: by the amounts that the promotions before have left, or the original ones, as `on` says */
      subtotal?: {
        /** Decimal strings in major units by ISO 4217 code */
        atLeast?: Record<string, string>;
        /** Decimal strings in major units by ISO 4217 code */
        below?: Record<string, string>;
        /** Articles that any of the lists names and `except` does not; all of them when empty */
        of?: {
          /** Any of these articles */
          skus?: string[];
          /** Any of these categories */
          categories?: string[];
          /** Any of these tags */
          tags?: string[];
          /** Articles that are not meant, selected in the same way */
          except?: Record<string, unknown>;
        };
      };
      /** How many pieces of the articles (of all when `of` is absent) the cart has */
      quantity?: {
        /** Pieces, with six decimals at most */
        atLeast?: number;
        /** Pieces, with six decimals at most */
        below?: number;
        /** Articles that any of the lists names and `except` does not; all of them when empty */
        of?: {
          /** Any of these articles */
          skus?: string[];
          /** Any of these categories */
          categories?: string[];
          /** Any of these tags */
          tags?: string[];
          /** Articles that are not meant, selected in the same way */
          except?: Record<string, unknown>;
        };
      };
      /** Any of these articles is in the cart */
      contains?: {
        /** Any of these articles */
        skus?: string[];
        /** Any of these categories */
        categories?: string[];
        /** Any of these tags */
        tags?: string[];
        /** Articles that are not meant, selected in the same way */
        except?: Record<string, unknown>;
      };
      /** The customer is in any of these groups */
      customerGroup?: string[];
      /** Whether it is the customer’s first order */
      firstOrder?: boolean;
      /** Where the goods go, ISO 3166-1 alpha-2 */
      country?: string[];
      /** The day of the order, in the shop’s time zone */
      date?: {
        /** YYYY-MM-DD, the first day */
        since?: string;
        /** YYYY-MM-DD, the first day on which it no longer holds */
        until?: string;
      };
      /** 1 is Monday */
      weekday?: number[];
      /** A code that the cart has */
      coupon?: string;
      /** Any of these payment methods */
      paymentMethod?: string[];
    };
    /** What it does; each type has fields of its own */
    action: {
      /** `percentage` (percent); `fixed` amounts off (amounts, per); `fixed-price`: what it costs from now on (amounts, per); `tiers` (by, tiers); `deal`: units that belong together, as buy-X-get-Y, bundles and any-k-from-a-set (parts, price or amountOff or percentOff, times, take); `gift`: units at no cost (sku, quantity) */
      type: 'percentage' | 'fixed' | 'fixed-price' | 'tiers' | 'deal' | 'gift';
      /** Percent, at most four decimals */
      percent?: string;
      /** Decimal strings in major units by ISO 4217 code */
      amounts?: Record<string, string>;
      /** What an amount is off, or a price is for: all targets together, each line or each unit; `each` (fixed only) as the setting `fixedEach` says. When absent the order for `fixed`, the unit for `fixed-price` */
      per?: 'order' | 'line' | 'unit' | 'each';
      /** Of `tiers`: what their `from` is compared with */
      by?: 'subtotal' | 'quantity';
      /** Ascending; the highest that is reached applies: `from` a number of pieces, or amounts by currency */
      tiers?: {
        from?: number | Record<string, string>;
        /** `percentage` or `fixed` over all targets */
        action?: Record<string, unknown>;
      }[];
      /** Of `deal`: so many units of these articles, each unit in one part only */
      parts?: {
        /** Articles that any of the lists names and `except` does not; all of them when empty */
        of?: {
          /** Any of these articles */
          skus?: string[];
          /** Any of these categories */
          categories?: string[];
          /** Any of these tags */
          tags?: string[];
          /** Articles that are not meant, selected in the same way */
          except?: Record<string, unknown>;
        };
        /** Units each time */
        quantity?: number;
        /** Off the units of this part; `"100"` is free */
        percentOff?: string;
      }[];
      /** Of `deal`: what all its units cost together */
      price?: Record<string, string>;
      /** Of `deal`: off all its units together */
      amountOff?: Record<string, string>;
      /** Of `deal`: off all its units */
      percentOff?: string;
      /** Of `deal`: how often it may repeat; as often as it can when absent */
      times?: number;
      /** Of `deal`: which units are reduced; as the setting `buyGet` when absent */
      take?: 'cheapest' | 'dearest';
      /** Of `gift`: the article */
      sku?: string;
      /** Of `gift`: how many */
      quantity?: number;
    };
    /** What it is taken off: the whole `order`, `items` that are selected, or the `shipping`; the order when absent. Not for deals and gifts */
    target?: {
      /** All lines, those that the lists below select, or the shipping */
      type: 'order' | 'items' | 'shipping';
      /** Any of these articles */
      skus?: string[];
      /** Any of these categories */
      categories?: string[];
      /** Any of these tags */
      tags?: string[];
      /** Articles that are not meant, selected in the same way */
      except?: Record<string, unknown>;
      /** At most so many units of each line */
      unitsPerLine?: number;
      /** At most so many units of all lines */
      unitsPerOrder?: number;
      /** Which units first where they are limited; the dearest */
      take?: 'cheapest' | 'dearest';
    };
    /** YYYY-MM-DD, the first day */
    since: string;
    /** The first day on which it no longer holds */
    until: string | null;
    /** Short for a condition on the subtotal */
    minimumSubtotal?: Record<string, string>;
    /** Of the promotions that share a group, one applies */
    group?: string;
    /** When it has applied, none after it does */
    stop?: boolean;
    /** The most that it takes off one order */
    maximum?: Record<string, string>;
    /** What it is computed on; as the setting `promotions` says when absent */
    on?: 'remaining' | 'original';
    /** Shared by all orders and never exceeded */
    limit?: {
      /** Orders */
      uses?: number;
      /** Orders of one customer */
      usesPerCustomer?: number;
      /** What it takes off all orders together */
      budget?: Record<string, string>;
    };
  }[];
  /** Instead of the shop’s further lists (data/price-lists). Only for operators with the scope orders:price */
  priceLists?: {
    id: string;
    name: string;
    /** An `override` stands before a `sale`, a `sale` before a `base`, the catalogue’s own price last */
    kind: 'override' | 'sale' | 'base';
    /** ISO 4217 code */
    currency: string;
    /** Whether its prices include tax; it does not hold for a quote of the other basis */
    basis: 'gross' | 'net';
    /** Within a kind the lower stands first, then the lower price for the quantity; 0 when absent */
    priority?: number;
    /** Groups of customers that it is for; everybody when absent */
    groups?: string[];
    /** `DE`, or a country and region such as `US-NY`; everywhere when absent */
    regions?: string[];
    /** YYYY-MM-DD, the first day */
    since?: string;
    /** YYYY-MM-DD, the first day on which it no longer holds */
    until?: string | null;
    /** How many pieces its prices are for (`"100"`); one when absent */
    per?: string;
    /** By SKU: a decimal string in major units, or tiers */
    prices: Record<
      string,
      | string
      | {
          /** `volume`: the whole quantity at the price of the tier that it reaches; `graduated`: each part of it at its own tier’s */
          mode: 'volume' | 'graduated';
          /** By the line’s quantity. The first is from `"1"` where pieces are counted (from `"6"`: the sixth piece is the first at that price), from `"0"` where a quantity is measured (from `"5"`: what is beyond five) */
          tiers: {
            from: string;
            price: string;
          }[];
        }
    >;
  }[];
  settings?: QuoteSettings;
  /** Paid already, taken off what is payable. Only for operators with the scope orders:price */
  prepaid?: number | string;
};

/** How this quote is computed, where that differs from the shop’s settings (`data/settings.json`). Only for operators with the scope orders:price */
export type QuoteSettings = {
  /** Where tax is rounded. `rate`: once for each rate of the document, on the sum of its lines; `line`: for each line; `unit`: for each single unit, times the quantity; `end`: all taxes are summed exactly and rounded once. Default `rate` */
  taxRounding?: 'rate' | 'line' | 'unit' | 'end';
  /** Ties of line amounts and taxes: `half-away` from zero, `half-even` to the even neighbour, `half-down` towards zero, `half-up` towards +∞; `down` cuts off and `up` rounds up whatever the rest is. Default `half-away` */
  rounding?: 'half-away' | 'half-even' | 'half-down' | 'half-up' | 'down' | 'up';
  /** Ties of discounts and allowances: as `rounding`, chosen apart. Default `half-away` */
  discountRounding?: 'half-away' | 'half-even' | 'half-down' | 'half-up' | 'down' | 'up';
  /** Prices that include tax: `tax` rounds the tax inside, net is the rest; `net` rounds the net amount, tax is the rest. Default `tax` */
  grossSplit?: 'tax' | 'net';
  /** How a discount on several lines is shared by what they cost: `largest-remainder` rounds down and gives what is left to the largest remainders; `half-down` rounds ties down and corrects by single units from the first line; `last` rounds and the last line takes the rest; `largest-weight` rounds down and gives what is left to the dearest lines; `even`: the same for each line, whatever it costs. Default `largest-remainder` */
  discountSpread?: 'largest-remainder' | 'half-down' | 'last' | 'largest-weight' | 'even';
  /** `remaining`: one after another by priority, each on what the last has left; `original`: all on the original price; `best-deal`: the combination that saves most, proven. Default `remaining` */
  promotions?: 'remaining' | 'original' | 'best-deal';
  /** Of the promotions of one `group`: the `best` alone, or the `first` by priority. Default `best` */
  exclusivity?: 'best' | 'first';
  /** What an amount off `each` is off: each `unit` or each `line`. Default `unit` */
  fixedEach?: 'unit' | 'line';
  /** Which units a buy-X-get-Y gives: the `cheapest` or the `dearest`. A deal may say otherwise (`take`). Default `cheapest` */
  buyGet?: 'cheapest' | 'dearest';
  /** A discount larger than what its budget has left: `all-or-nothing` gives none, `partial` gives what is left. Default `all-or-nothing` */
  budget?: 'all-or-nothing' | 'partial';
  /** `own`: shipping has the taxes of its own tax category; `lines`: it shares those of the lines, by what they cost. Default `own` */
  shippingTax?: 'own' | 'lines';
  /** Whether discounts on the order leave shipping alone (`none`) or are shared by it (`pro-rata`). Default `none` */
  shippingDiscount?: 'none' | 'pro-rata';
  /** What each tax is rounded to first, in major units: `"0.001"` (then to the minor unit), `"0.05"`, `"1"`. The minor unit when null. Default null */
  taxStep?: string | null;
  /** What the payable amount alone is rounded to, in major units: `"0.05"`; `"currency"`: the smallest coin of its currency, country and date (CHF 0.05); null: not at all. Default null */
  cashStep?: 'currency' | string | null;
  /** Ties of the payable amount, as `rounding`. Default `half-away` */
  cashRounding?: 'half-away' | 'half-even' | 'half-down' | 'half-up' | 'down' | 'up';
  /** Coupons that `best-deal` may use at once; null: any number. Default null */
  couponsMax?: number | null;
  /** Search steps after which `best-deal` answers the best it has found, with its proven bound */
  dealSteps?: number;
};

export type QuotedLine = {
  /** Stock keeping unit */
  sku: string;
  name: string;
  quantity: number | string;
  unitPrice: number | string;
  priceQuantity?: number | string;
  priceList?: string;
  allowances?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
  }[];
  charges?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
  }[];
  /** Minor units of the currency */
  discount: number;
  /** Minor units of the currency */
  gross?: number;
  /** Minor units of the currency */
  net?: number;
  /** The promotion that gave it away */
  giftOf?: string;
  /** Its part of the rows of the tax table; absent in orders of earlier versions */
  taxes?: Tax[];
};

export type Race = {
  id: string;
  state: 'starting' | 'running' | 'finished' | 'failed';
  failure: string | null;
  startedAt: string;
  plan: {
    customers: number;
    stock: number;
    delaysMs: Record<string, number>;
    failures: Record<string, number>;
  };
  /** What the delays alone would take */
  predictions: {
    sequential: {
      answerMs: number;
      lastTaskMs: number;
    };
    parallel: {
      answerMs: number;
      lastTaskMs: number;
    };
  };
};

export type RaceRequest = {
  customers: number;
  stock: number;
  /** Milliseconds that a step waits; 0 where it is left out */
  delaysMs?: {
    stock?: number;
    quote?: number;
    pay?: number;
    invoice?: number;
    email?: number;
    warehouse?: number;
    analytics?: number;
  };
  /** The part of the attempts that fails; of `pay`, of the cards that are declined */
  failures?: {
    pay?: number;
    invoice?: number;
    email?: number;
    warehouse?: number;
  };
};

/** Another race is being run. */
export type RaceUnderWayProblem = {
  type: '/problems/race-under-way';
  title: string;
  status: 409;
  raceId: string;
};

export type Refund = {
  /** `<order id>.<position>` */
  id: string;
  /** `failed`: the provider refuses; the money has to go back by other means */
  state: 'pending' | 'refunded' | 'failed';
  /** What goes back to the customer */
  amount: number;
  /** ISO 4217 code */
  currency: string;
  createdAt: string;
  reason: string;
  restocked: boolean;
  lines: {
    /** Stock keeping unit */
    sku: string;
    name: string;
    quantity: number;
    unitPrice: number | string;
    priceQuantity?: number | string;
    allowances?: {
      reason: string;
      /** Minor units of the currency */
      amount: number;
    }[];
    charges?: {
      reason: string;
      /** Minor units of the currency */
      amount: number;
    }[];
    /** Minor units of the currency */
    discount: number;
    /** What goodwill had given back of these pieces before */
    creditedBefore?: number;
    /** Minor units of the currency */
    gross?: number;
    /** Minor units of the currency */
    net?: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes: Tax[];
  }[];
  shipping?: {
    method: string;
    /** Minor units of the currency */
    discount?: number;
    /** Minor units of the currency */
    gross?: number;
    /** Minor units of the currency */
    net?: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes: Tax[];
  };
  goodwill?: {
    reason: string;
    /** Minor units of the currency */
    gross?: number;
    /** Minor units of the currency */
    net?: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes: Tax[];
  };
  allowances?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  charges?: {
    reason: string;
    /** Minor units of the currency */
    amount: number;
    /** Its part of the rows of the tax table; absent in orders of earlier versions */
    taxes?: Tax[];
  }[];
  taxes: Tax[];
  totals: Totals;
  /** Asking the provider for it, oldest first; none where no money had to move */
  attempts: {
    startedAt: string;
    state: 'pending' | 'refunded' | 'failed';
  }[];
  creditNote: CreditNoteLink;
};

/** That is more than what is left to be given back. */
export type RefundExceedsProblem = {
  type: '/problems/refund-exceeds';
  title: string;
  status: 409;
  /** Each part of the request that is too much */
  items: {
    pointer: string;
    sku?: string;
    requested: number;
    left: number;
  }[];
};

export type RefundRequest = {
  /** Several lines of one SKU are filled in their order */
  lines?: {
    /** Stock keeping unit */
    sku: string;
    quantity: number;
  }[];
  /** `true`: all that is left of it */
  shipping?: true | number;
  /** For nothing returned; what comes back later is worth so much less */
  goodwill?: {
    /** Minor units, on the order's price basis: with the tax in it where prices are gross */
    amount: number;
    reason: string;
  };
  /** Whether the pieces can be sold again */
  restock?: boolean;
  reason: string;
};

export type Registration = {
  email: string;
  /** At least 8 characters of any kind; not one that is tried first, and not made of one's own name or address */
  password: string;
  name: string;
};

/** The first request with this key is still being worked on. */
export type RequestInProgressProblem = {
  type: '/problems/request-in-progress';
  title: string;
  status: 409;
};

/** The request did not arrive in time. */
export type RequestTimeoutProblem = {
  type: '/problems/request-timeout';
  title: string;
  status: 408;
};

/** This link was used, or is not valid any more. */
export type ResetInvalidProblem = {
  type: '/problems/reset-invalid';
  title: string;
  status: 410;
};

export type Session = {
  customer: Person | null;
  cartId: string | null;
};

/** The session is over; sign in again. */
export type SessionExpiredProblem = {
  type: '/problems/session-expired';
  title: string;
  status: 401;
};

export type SessionList = {
  items: {
    id: string;
    /** The one that asks */
    current: boolean;
    /** What the browser called itself */
    userAgent: string;
    createdAt: string;
    lastSeenAt: string;
    expiresAt: string;
  }[];
  nextCursor: null;
};

export type Shop = {
  name: string;
  /** The seller's */
  country: string;
  /** Payments are simulated; nothing is really sold */
  demo: boolean;
  currencies: {
    /** ISO 4217 code */
    currency: string;
    basis: 'gross' | 'net';
  }[];
  countries: {
    /** ISO 3166-1 alpha-2 code */
    code: string;
    /** An address in this country must name one of them */
    regions?: {
      code: string;
      name: string;
    }[];
  }[];
  /** Of what is sold; words to search for */
  categories: string[];
  shippingMethods: {
    id: string;
    name: string;
    /** In major units */
    prices: Record<string, string>;
  }[];
  paymentMethods: {
    method: string;
    /** For the provider's own fields in the page */
    publishableKey?: string;
  }[];
};

/** The server is being stopped. */
export type ShuttingDownProblem = {
  type: '/problems/shutting-down';
  title: string;
  status: 503;
};

export type SignIn = {
  email: string;
  password: string;
  /** A guest's cart, to go into the customer's */
  cartId?: string;
};

/** The notice is too old, or ahead of its time. */
export type StaleNoticeProblem = {
  type: '/problems/stale-notice';
  title: string;
  status: 401;
  detail: string;
};

export type Status = {
  status: string;
  reason?: string;
};

export type Stock = {
  /** Stock keeping unit */
  sku: string;
  onHand: number;
  reserved: number;
  available: number;
};

export type StockMove = {
  id: number;
  delta: number;
  reason: string;
  orderId: string | null;
  at: string;
};

/** Nothing can be written now. */
export type StorageUnavailableProblem = {
  type: '/problems/storage-unavailable';
  title: string;
  status: 503;
  detail: string;
};

export type StoredPromotion = {
  /** As it was saved */
  promotion: {
    id: string;
  };
  /** Why it is not in force; empty when it is */
  faults: {
    pointer: string;
    detail: string;
  }[];
  usage: {
    /** What paying orders hold, what confirmed ones have used, and what is left */
    uses?: {
      held: number;
      committed: number;
      left: number;
    };
    budget?: Record<
      string,
      {
        held: number;
        committed: number;
        left: number;
      }
    >;
  };
};

export type Task = {
  /** `<order id>.<topic>`, and `.<reference>` of a refund */
  id: string;
  orderId: string;
  topic: 'invoice' | 'confirmation-email' | 'warehouse' | 'analytics' | 'credit-note-email';
  state: 'pending' | 'running' | 'done' | 'dead' | 'cancelled';
  attempts: number;
  dueAt: string | null;
  lastError: string | null;
};

export type Tax = {
  code: string;
  jurisdiction: string;
  /** Percent */
  rate: string;
  /** Minor units of the currency */
  base: number;
  /** Minor units of the currency */
  amount: number;
  /** UNCL 5305; when absent S, or Z at a rate of 0 */
  treatment?: 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M';
  /** Why no tax is due */
  reason?: string;
  isWithheld?: boolean;
  isAdded?: boolean;
};

/** Too many attempts; wait before the next one. */
export type TooManyAttemptsProblem = {
  type: '/problems/too-many-attempts';
  title: string;
  status: 429;
  /** As `Retry-After` says */
  retryAfterSeconds: number;
};

/** Too many carts were begun from this address. */
export type TooManyCartsProblem = {
  type: '/problems/too-many-carts';
  title: string;
  status: 429;
  limit: number;
};

/** Too many requests; wait before the next one. */
export type TooManyRequestsProblem = {
  type: '/problems/too-many-requests';
  title: string;
  status: 429;
  /** Which limit; `RateLimit-Policy` has its numbers */
  policy: string;
  /** Requests a minute */
  limit: number;
  /** As `Retry-After` says */
  retryAfterSeconds: number;
};

/** subtotal − discount − allowance + charge + shipping = total (gross prices) or = net; net + tax = total; total − withheld − prepaid + rounding = payable */
export type Totals = {
  /** Minor units of the currency */
  subtotal: number;
  /** Minor units of the currency */
  discount: number;
  /** Minor units of the currency */
  allowance?: number;
  /** Minor units of the currency */
  charge?: number;
  /** Minor units of the currency */
  shipping: number;
  /** Minor units of the currency */
  net: number;
  /** Minor units of the currency */
  tax: number;
  /** Minor units of the currency */
  total: number;
  /** Minor units of the currency */
  withheld?: number;
  /** Minor units of the currency */
  prepaid?: number;
  /** Minor units of the currency */
  rounding?: number;
  /** Absent in orders of earlier versions */
  payable?: number;
};

/** This needs a valid key or token. */
export type UnauthorizedProblem = {
  type: '/problems/unauthorized';
  title: string;
  status: 401;
  detail: string;
};

/** No such coupon. */
export type UnknownCouponProblem = {
  type: '/problems/unknown-coupon';
  title: string;
  status: 422;
  coupon: string;
  didYouMean?: string;
};

/** No such shipping method. */
export type UnknownShippingMethodProblem = {
  type: '/problems/unknown-shipping-method';
  title: string;
  status: 400;
  shippingMethod: string;
};

/** No such article. */
export type UnknownSkuProblem = {
  type: '/problems/unknown-sku';
  title: string;
  status: 422;
  sku: string;
  /** Every line that has no article or no price, the first 20; `sku` is that of the first */
  errors: {
    pointer: string;
    detail: string;
  }[];
};

/** The body must be application/json. */
export type UnsupportedMediaTypeProblem = {
  type: '/problems/unsupported-media-type';
  title: string;
  status: 415;
  detail: string;
};

/** A part of the path is too long. */
export type UriTooLongProblem = {
  type: '/problems/uri-too-long';
  title: string;
  status: 414;
  detail: string;
};

export type Verification = {
  runningSince: string | null;
  last: {
    startedAt: string;
    endedAt: string;
    orders: number;
    /** Invariants that were looked at */
    checked: number;
    offences: {
      invariant: string;
      offender: string;
      detail: string;
    }[];
    failure: string | null;
  } | null;
};

/** This password is too easy to guess. */
export type WeakPasswordProblem = {
  type: '/problems/weak-password';
  title: string;
  status: 422;
  pointer: string;
  reason: string;
  detail: string;
};

export type WebhookDelivery = {
  id: string;
  event: {
    id: string;
    /** A state that orders enter */
    type:
      | 'order.confirmed'
      | 'order.shipped'
      | 'order.delivered'
      | 'order.cancelled'
      | 'order.partially-refunded'
      | 'order.refunded'
      | 'order.failed';
    orderId: string;
    sequence: number;
    at: string;
  };
  state: 'pending' | 'running' | 'done' | 'dead' | 'cancelled';
  attempts: number;
  dueAt: string | null;
  lastError: string | null;
  log: {
    attempt: number;
    startedAt: string;
    endedAt: string;
    outcome: string;
    error: string | null;
  }[];
};

export type WebhookEndpoint = {
  id: string;
  url: string;
  description: string;
  events: (
    | 'order.confirmed'
    | 'order.shipped'
    | 'order.delivered'
    | 'order.cancelled'
    | 'order.partially-refunded'
    | 'order.refunded'
    | 'order.failed'
  )[];
  state: 'enabled' | 'disabled';
  createdAt: string;
  failingSince: string | null;
  disabled: {
    at: string;
    reason: string;
  } | null;
  /** Each signs; the newest first */
  secrets: {
    /** Its last characters, to tell it by */
    ending: string;
    validUntil: string | null;
  }[];
};

export type WebhookEndpointChange = {
  /** https, without credentials */
  url?: string;
  events?: (
    | 'order.confirmed'
    | 'order.shipped'
    | 'order.delivered'
    | 'order.cancelled'
    | 'order.partially-refunded'
    | 'order.refunded'
    | 'order.failed'
  )[];
  description?: string;
  state?: 'enabled' | 'disabled';
};

export type WebhookEndpointRequest = {
  /** https, without credentials */
  url: string;
  /** All of them when absent */
  events?: (
    | 'order.confirmed'
    | 'order.shipped'
    | 'order.delivered'
    | 'order.cancelled'
    | 'order.partially-refunded'
    | 'order.refunded'
    | 'order.failed'
  )[];
  description?: string;
};

export type WebhookEndpointWithSecret = {
  id: string;
  url: string;
  description: string;
  events: (
    | 'order.confirmed'
    | 'order.shipped'
    | 'order.delivered'
    | 'order.cancelled'
    | 'order.partially-refunded'
    | 'order.refunded'
    | 'order.failed'
  )[];
  state: 'enabled' | 'disabled';
  createdAt: string;
  failingSince: string | null;
  disabled: {
    at: string;
    reason: string;
  } | null;
  /** Each signs; the newest first */
  secrets: {
    /** Its last characters, to tell it by */
    ending: string;
    validUntil: string | null;
  }[];
  /** Shown this once */
  secret: string;
};

/** E-mail address or password is wrong. */
export type WrongCredentialsProblem = {
  type: '/problems/wrong-credentials';
  title: string;
  status: 401;
};

/** The order is in a state that does not allow this. */
export type WrongStateProblem = {
  type: '/problems/wrong-state';
  title: string;
  status: 409;
  state: string;
  detail: string;
};

export interface Operations {
  /** Place an order */
  'POST /v1/orders': {
    path: never;
    query: never;
    headers: {
      /** One for each order: the same key with the same body gets the first answer again. All guests together are one caller: take a key that nobody guesses, such as a UUID */
      'idempotency-key'?: string | number | undefined;
    };
    body: OrderRequest;
    answers: {
      201: Order;
      202: Order;
      400: InvalidRequestProblem | UnknownShippingMethodProblem | InvalidRulesProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      402: PaymentDeclinedProblem;
      403: CrossSiteRequestProblem | ForbiddenProblem;
      404: NotFoundProblem | CartNotFoundProblem;
      408: RequestTimeoutProblem;
      409: RequestInProgressProblem | CartOrderedProblem | OutOfStockProblem | PriceChangedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422:
        | UnknownSkuProblem
        | NoPriceProblem
        | UnknownCouponProblem
        | CouponExpiredProblem
        | CouponNotYetValidProblem
        | CouponUsedUpProblem
        | NoTaxRateProblem
        | IncompleteTaxAddressProblem
        | NoShippingPriceProblem
        | AllowanceTooLargeProblem
        | AmountOutOfRangeProblem
        | IdempotencyKeyReusedProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: QuoteFailedProblem | InternalErrorProblem;
      503:
        | OverloadedProblem
        | PaymentProviderUnavailableProblem
        | StorageUnavailableProblem
        | ShuttingDownProblem;
    };
  };
  /** The caller's orders, newest first (an operator sees all) */
  'GET /v1/orders': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Only orders in this state */
      state?:
        | 'payment-pending'
        | 'confirmed'
        | 'shipped'
        | 'delivered'
        | 'cancelled'
        | 'partially-refunded'
        | 'refunded'
        | 'failed'
        | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Order[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Cancel before shipping: stock back, money back, and a credit note */
  'POST /v1/orders/{id}/cancel': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Order;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: WrongStateProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503:
        | PaymentProviderUnavailableProblem
        | OverloadedProblem
        | StorageUnavailableProblem
        | ShuttingDownProblem;
    };
  };
  /** Give something of a paid order back, with a credit note */
  'POST /v1/orders/{id}/refunds': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: {
      /** One for each order: the same key with the same body gets the first answer again. All guests together are one caller: take a key that nobody guesses, such as a UUID */
      'idempotency-key'?: string | number | undefined;
    };
    body: RefundRequest;
    answers: {
      201: Refund;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: WrongStateProblem | RefundExceedsProblem | RequestInProgressProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: IdempotencyKeyReusedProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** What was given back of an order, oldest first */
  'GET /v1/orders/{id}/refunds': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Refund[];
        nextCursor: string | null;
      };
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Ask the provider again for a refund that it refused */
  'POST /v1/orders/{id}/refunds/{position}/retry': {
    path: {
      /** The order's id */
      id: string | number;
      /** Which refund of the order it is: 1, 2 … */
      position: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Refund;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: WrongStateProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Server-sent events: each step, change of state and task; resumes from Last-Event-ID */
  'GET /v1/orders/{id}/events': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: ReadableStream<Uint8Array>;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Price a cart; nothing is held */
  'POST /v1/quotes': {
    path: never;
    query: never;
    headers: never;
    body: QuoteRequest;
    answers: {
      200: Quote;
      400: InvalidRequestProblem | UnknownShippingMethodProblem | InvalidRulesProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: CrossSiteRequestProblem | ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422:
        | UnknownSkuProblem
        | NoPriceProblem
        | UnknownCouponProblem
        | CouponExpiredProblem
        | CouponNotYetValidProblem
        | CouponUsedUpProblem
        | NoTaxRateProblem
        | IncompleteTaxAddressProblem
        | NoShippingPriceProblem
        | AllowanceTooLargeProblem
        | AmountOutOfRangeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: QuoteFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Begin a cart; with a session, the customer’s own, where there is one already */
  'POST /v1/carts': {
    path: never;
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: {
      /** ISO 4217 code */
      currency?: string;
      /** ISO 3166-1 alpha-2 code */
      country?: string;
    } | null;
    answers: {
      200: Cart;
      201: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem | TooManyCartsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** A cart with its quote */
  'GET /v1/carts/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      404: CartNotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Say where it goes, how, to whom, and in which currency it is paid */
  'PATCH /v1/carts/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: CartDetails;
    answers: {
      200: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      404: CartNotFoundProblem;
      408: RequestTimeoutProblem;
      409: CartOrderedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: CartFullProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Set how many pieces of an article there are; safe to repeat */
  'PUT /v1/carts/{id}/lines/{sku}': {
    path: {
      /** Its id */
      id: string | number;
      /** Stock keeping unit */
      sku: string | number;
    };
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: CartLineRequest;
    answers: {
      200: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      404: CartNotFoundProblem;
      408: RequestTimeoutProblem;
      409: CartOrderedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: CartFullProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Add a coupon */
  'PUT /v1/carts/{id}/coupons/{code}': {
    path: {
      /** Its id */
      id: string | number;
      /** Of the coupon */
      code: string | number;
    };
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      404: CartNotFoundProblem;
      408: RequestTimeoutProblem;
      409: CartOrderedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: CartFullProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Take a coupon away */
  'DELETE /v1/carts/{id}/coupons/{code}': {
    path: {
      /** Its id */
      id: string | number;
      /** Of the coupon */
      code: string | number;
    };
    query: {
      /** Whether the quote says why each price, discount and tax is what it is */
      explain?: 'true' | 'false' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Cart;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      404: CartNotFoundProblem;
      408: RequestTimeoutProblem;
      409: CartOrderedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: CartFullProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Create or change a product */
  'PUT /v1/admin/products/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: {
      name: string;
      category: string;
      /** What promotions and price lists pick by */
      tags?: string[];
      taxCategory: string;
      prices: Record<string, string>;
    };
    answers: {
      200: Product;
      201: Product;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Withdraw a product from sale */
  'DELETE /v1/admin/products/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Create or change a customer */
  'PUT /v1/admin/customers/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: {
      email: string;
      name: string;
      /** What promotions and price lists pick by */
      groups?: string[];
      address?: Address;
    };
    answers: {
      200: Customer;
      201: Customer;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      409: EmailTakenProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Threads, queues, wait and run histograms */
  'GET /v1/admin/pools': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Record<string, Record<string, unknown>>;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Stock levels by SKU */
  'GET /v1/admin/stock': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Only what fewer are available of */
      below?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Stock[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** What changed the level of a SKU, newest first */
  'GET /v1/admin/stock/{sku}/moves': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: StockMove[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** The stock level of a SKU */
  'GET /v1/admin/stock/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Stock;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Set the level */
  'PUT /v1/admin/stock/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: {
      onHand: number;
      reason?: string;
    };
    answers: {
      200: Stock;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: BelowReservedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Adjust the level */
  'POST /v1/admin/stock/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: {
      delta: number;
      reason: string;
    };
    answers: {
      200: Stock;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: BelowReservedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Operator keys by id, without their secrets */
  'GET /v1/admin/keys': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: OperatorKey[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Make an operator key; its secret is in this answer and nowhere else */
  'POST /v1/admin/keys': {
    path: never;
    query: never;
    headers: never;
    body: NewKeyRequest;
    answers: {
      201: NewOperatorKey;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Give a key a new secret; the old one works for a while yet */
  'POST /v1/admin/keys/{id}/rotate': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: {
      /** How long the old secret works; a day when absent */
      graceSeconds?: number;
    } | null;
    answers: {
      200: NewOperatorKey;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Revoke a key, at once and for good */
  'DELETE /v1/admin/keys/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: OperatorKey;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** What operators changed, newest first */
  'GET /v1/admin/audit': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** A key's id */
      key?: string | number | undefined;
      /** As in `stock/MUG-BLUE` or `orders/01J…` */
      target?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: AuditEntry[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Orders by number, e-mail address, customer, state and time, newest first */
  'GET /v1/admin/orders': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Only orders in this state */
      state?:
        | 'payment-pending'
        | 'confirmed'
        | 'shipped'
        | 'delivered'
        | 'cancelled'
        | 'partially-refunded'
        | 'refunded'
        | 'failed'
        | undefined;
      /** As in `2026-000042` */
      number?: string | number | undefined;
      /** Whoever ordered */
      email?: string | number | undefined;
      /** A customer's id */
      customer?: string | number | undefined;
      /** RFC 3339: orders created from then on */
      from?: string | number | undefined;
      /** RFC 3339; not among them any more */
      to?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Order[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Products by SKU, those that were withdrawn too */
  'GET /v1/admin/products': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Searched in name, SKU and category */
      q?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: AdminProduct[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Promotions by id, with what is used of their limits */
  'GET /v1/admin/promotions': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: StoredPromotion[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** One promotion, with what is used of its limits */
  'GET /v1/admin/promotions/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: StoredPromotion;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Create or change a promotion; it holds for the next quote */
  'PUT /v1/admin/promotions/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: {
      id: string;
      name: string;
      /** The code that unlocks it; automatic when absent */
      coupon?: string;
      /** Lower applies first; of equal ones the lower id */
      priority: number;
      /** One member; `all`, `any` and `not` hold further conditions */
      condition?: {
        /** Every one of these conditions */
        all?: Record<string, unknown>[];
        /** One of these conditions at least */
        any?: Record<string, unknown>[];
        /** Not this condition */
        not?: Record<string, unknown>;
        /** What the articles (all when `of` is absent) cost: by the amounts that the promotions before have left, or the original ones, as `on` says */
        subtotal?: {
          /** Decimal strings in major units by ISO 4217 code */
          atLeast?: Record<string, string>;
          /** Decimal strings in major units by ISO 4217 code */
          below?: Record<string, string>;
          /** Articles that any of the lists names and `except` does not; all of them when empty */
          of?: {
            /** Any of these articles */
            skus?: string[];
            /** Any of these categories */
            categories?: string[];
            /** Any of these tags */
            tags?: string[];
            /** Articles that are not meant, selected in the same way */
            except?: Record<string, unknown>;
          };
        };
        /** How many pieces of the articles (of all when `of` is absent) the cart has */
        quantity?: {
          /** Pieces, with six decimals at most */
          atLeast?: number;
          /** Pieces, with six decimals at most */
          below?: number;
          /** Articles that any of the lists names and `except` does not; all of them when empty */
          of?: {
            /** Any of these articles */
            skus?: string[];
            /** Any of these categories */
            categories?: string[];
            /** Any of these tags */
            tags?: string[];
            /** Articles that are not meant, selected in the same way */
            except?: Record<string, unknown>;
          };
        };
        /** Any of these articles is in the cart */
        contains?: {
          /** Any of these articles */
          skus?: string[];
          /** Any of these categories */
          categories?: string[];
          /** Any of these tags */
          tags?: string[];
          /** Articles that are not meant, selected in the same way */
          except?: Record<string, unknown>;
        };
        /** The customer is in any of these groups */
        customerGroup?: string[];
        /** Whether it is the customer’s first order */
        firstOrder?: boolean;
        /** Where the goods go, ISO 3166-1 alpha-2 */
        country?: string[];
        /** The day of the order, in the shop’s time zone */
        date?: {
          /** YYYY-MM-DD, the first day */
          since?: string;
          /** YYYY-MM-DD, the first day on which it no longer holds */
          until?: string;
        };
        /** 1 is Monday */
        weekday?: number[];
        /** A code that the cart has */
        coupon?: string;
        /** Any of these payment methods */
        paymentMethod?: string[];
      };
      /** What it does; each type has fields of its own */
      action: {
        /** `percentage` (percent); `fixed` amounts off (amounts, per); `fixed-price`: what it costs from now on (amounts, per); `tiers` (by, tiers); `deal`: units that belong together, as buy-X-get-Y, bundles and any-k-from-a-set (parts, price or amountOff or percentOff, times, take); `gift`: units at no cost (sku, quantity) */
        type: 'percentage' | 'fixed' | 'fixed-price' | 'tiers' | 'deal' | 'gift';
        /** Percent, at most four decimals */
        percent?: string;
        /** Decimal strings in major units by ISO 4217 code */
        amounts?: Record<string, string>;
        /** What an amount is off, or a price is for: all targets together, each line or each unit; `each` (fixed only) as the setting `fixedEach` says. When absent the order for `fixed`, the unit for `fixed-price` */
        per?: 'order' | 'line' | 'unit' | 'each';
        /** Of `tiers`: what their `from` is compared with */
        by?: 'subtotal' | 'quantity';
        /** Ascending; the highest that is reached applies: `from` a number of pieces, or amounts by currency */
        tiers?: {
          from?: number | Record<string, string>;
          /** `percentage` or `fixed` over all targets */
          action?: Record<string, unknown>;
        }[];
        /** Of `deal`: so many units of these articles, each unit in one part only */
        parts?: {
          /** Articles that any of the lists names and `except` does not; all of them when empty */
          of?: {
            /** Any of these articles */
            skus?: string[];
            /** Any of these categories */
            categories?: string[];
            /** Any of these tags */
            tags?: string[];
            /** Articles that are not meant, selected in the same way */
            except?: Record<string, unknown>;
          };
          /** Units each time */
          quantity?: number;
          /** Off the units of this part; `"100"` is free */
          percentOff?: string;
        }[];
        /** Of `deal`: what all its units cost together */
        price?: Record<string, string>;
        /** Of `deal`: off all its units together */
        amountOff?: Record<string, string>;
        /** Of `deal`: off all its units */
        percentOff?: string;
        /** Of `deal`: how often it may repeat; as often as it can when absent */
        times?: number;
        /** Of `deal`: which units are reduced; as the setting `buyGet` when absent */
        take?: 'cheapest' | 'dearest';
        /** Of `gift`: the article */
        sku?: string;
        /** Of `gift`: how many */
        quantity?: number;
      };
      /** What it is taken off: the whole `order`, `items` that are selected, or the `shipping`; the order when absent. Not for deals and gifts */
      target?: {
        /** All lines, those that the lists below select, or the shipping */
        type: 'order' | 'items' | 'shipping';
        /** Any of these articles */
        skus?: string[];
        /** Any of these categories */
        categories?: string[];
        /** Any of these tags */
        tags?: string[];
        /** Articles that are not meant, selected in the same way */
        except?: Record<string, unknown>;
        /** At most so many units of each line */
        unitsPerLine?: number;
        /** At most so many units of all lines */
        unitsPerOrder?: number;
        /** Which units first where they are limited; the dearest */
        take?: 'cheapest' | 'dearest';
      };
      /** YYYY-MM-DD, the first day */
      since: string;
      /** The first day on which it no longer holds */
      until: string | null;
      /** Short for a condition on the subtotal */
      minimumSubtotal?: Record<string, string>;
      /** Of the promotions that share a group, one applies */
      group?: string;
      /** When it has applied, none after it does */
      stop?: boolean;
      /** The most that it takes off one order */
      maximum?: Record<string, string>;
      /** What it is computed on; as the setting `promotions` says when absent */
      on?: 'remaining' | 'original';
      /** Shared by all orders and never exceeded */
      limit?: {
        /** Orders */
        uses?: number;
        /** Orders of one customer */
        usesPerCustomer?: number;
        /** What it takes off all orders together */
        budget?: Record<string, string>;
      };
    };
    answers: {
      200: StoredPromotion;
      201: StoredPromotion;
      400: InvalidRequestProblem | InvalidRulesProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Remove a promotion; orders that it was given to keep it */
  'DELETE /v1/admin/promotions/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Background tasks, those of the newest order first */
  'GET /v1/admin/tasks': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Only tasks in this state */
      state?: 'pending' | 'running' | 'done' | 'dead' | 'cancelled' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Task[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** How many tasks wait, run and are dead, by topic */
  'GET /v1/admin/task-counts': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: {
        items: {
          topic: 'invoice' | 'confirmation-email' | 'warehouse' | 'analytics' | 'credit-note-email';
          state: 'pending' | 'running' | 'done' | 'dead' | 'cancelled';
          count: number;
          /** There are more than were counted */
          atLeast: boolean;
        }[];
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Tasks that are not tried any more, with their last error */
  'GET /v1/admin/dead-letters': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Task[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Replay one dead letter, those of a topic, or all of them */
  'POST /v1/admin/dead-letters': {
    path: never;
    query: never;
    headers: never;
    body: {
      id?: string;
      topic?: 'invoice' | 'confirmation-email' | 'warehouse' | 'analytics' | 'credit-note-email';
    } | null;
    answers: {
      200: {
        replayed: number;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Make a task that is dead, or waits for its backoff, due now */
  'POST /v1/admin/tasks/{id}/retry': {
    path: {
      /** `<order id>.<topic>` */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Task;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Endpoints that are told of orders, oldest first */
  'GET /v1/admin/webhook-endpoints': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: {
        items: WebhookEndpoint[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Register an endpoint */
  'POST /v1/admin/webhook-endpoints': {
    path: never;
    query: never;
    headers: never;
    body: WebhookEndpointRequest;
    answers: {
      201: WebhookEndpointWithSecret;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      409: LimitReachedProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** One endpoint */
  'GET /v1/admin/webhook-endpoints/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: WebhookEndpoint;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Change an endpoint, or enable it again */
  'PATCH /v1/admin/webhook-endpoints/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: WebhookEndpointChange;
    answers: {
      200: WebhookEndpoint;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Remove an endpoint; what it was still to be told is dropped */
  'DELETE /v1/admin/webhook-endpoints/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Rotate the secret: the old one signs beside the new one for a while */
  'POST /v1/admin/webhook-endpoints/{id}/secret': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: {
      /** How long the old secret signs beside the new one; 24 when absent */
      overlapHours?: number;
    } | null;
    answers: {
      200: WebhookEndpointWithSecret;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** What an endpoint was told and how that went, newest first */
  'GET /v1/admin/webhook-endpoints/{id}/deliveries': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Only deliveries in this state */
      state?: 'pending' | 'running' | 'done' | 'dead' | 'cancelled' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: WebhookDelivery[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Tell an endpoint again: one event, or those of a time */
  'POST /v1/admin/webhook-endpoints/{id}/replay': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body:
      | {
          /** Its id */
          event: string;
        }
      | {
          /** RFC 3339 */
          from: string;
          /** RFC 3339; now when absent */
          to?: string;
        };
    answers: {
      200: {
        replayed: number;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Orders, revenue, units, countries and step latencies by minute, hour or day */
  'GET /v1/admin/analytics': {
    path: never;
    query: {
      /** How much time one row sums up; an hour when absent */
      bucket?: 'minute' | 'hour' | 'day' | undefined;
      /** RFC 3339 */
      from?: string | number | undefined;
      /** RFC 3339; now by default */
      to?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Analytics;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** The process answers */
  'GET /livez': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Status;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** 503 while starting, draining or unable to write */
  'GET /readyz': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Status;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: Status;
    };
  };
  /** Figures of the process for Prometheus */
  'GET /metrics': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: string;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Server-sent events: orders that change, and every second how the shop is doing */
  'GET /v1/admin/events': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: ReadableStream<Uint8Array>;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Whether every invariant held when it was last looked */
  'GET /v1/admin/verification': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Verification;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Recompute every invariant from the rows, in a process of its own */
  'POST /v1/admin/verification': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      202: Verification;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Every problem type */
  'GET /problems': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200:
        | {
            items: ProblemType[];
          }
        | string;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** What a problem type means, and what to do */
  'GET /problems/{type}': {
    path: {
      /** As in `out-of-stock` */
      type: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: ProblemType | string;
      400: InvalidRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** The order as a page for its customer, in English or German */
  'GET /orders/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      400: string | InvalidRequestProblem;
      401:
        | string
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: string | ForbiddenProblem;
      404: string | NotFoundProblem;
      408: string | RequestTimeoutProblem;
      414: string | UriTooLongProblem;
      429: string | TooManyRequestsProblem;
      431: string | HeadersTooLargeProblem;
      500: string | InternalErrorProblem;
      503: string | ShuttingDownProblem;
    };
  };
  /** Demo mode: place a small order for a seeded customer */
  'POST /order/place-order': {
    path: never;
    query: {
      /** Of a seeded customer */
      customerId: string | number;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      400: InvalidRequestProblem | UnknownShippingMethodProblem | InvalidRulesProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: OutOfStockProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422:
        | UnknownSkuProblem
        | NoPriceProblem
        | UnknownCouponProblem
        | CouponExpiredProblem
        | CouponNotYetValidProblem
        | CouponUsedUpProblem
        | NoTaxRateProblem
        | IncompleteTaxAddressProblem
        | NoShippingPriceProblem
        | AllowanceTooLargeProblem
        | AmountOutOfRangeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: QuoteFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Demo mode: start a race between sequential and parallel orders */
  'POST /v1/races': {
    path: never;
    query: never;
    headers: never;
    body: RaceRequest;
    answers: {
      202: Race;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      409: RaceUnderWayProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Demo mode: a race and its settings */
  'GET /v1/races/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Race;
      400: InvalidRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Demo mode: server-sent events of a race, live or again; resumes from Last-Event-ID */
  'GET /v1/races/{id}/events': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: ReadableStream<Uint8Array>;
      400: InvalidRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** One order */
  'GET /v1/orders/{id}': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Order;
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** What ran when, so that sequence and overlap can be seen */
  'GET /v1/orders/{id}/timeline': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        step: string;
        startedAt: string;
        endedAt: string;
        durationMs: number;
        outcome: string;
      }[];
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** The issued invoice; rendered on the spot when its task has not run yet */
  'GET /v1/orders/{id}/invoice.pdf': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Blob;
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InvoiceFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** The issued invoice as an e-invoice of EN 16931 */
  'GET /v1/orders/{id}/invoice.xml': {
    path: {
      /** Its id */
      id: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
      /** UBL 2.1, or the Cross Industry Invoice D16B of Factur-X; ubl when absent */
      format?: 'ubl' | 'cii' | undefined;
      /** EN 16931 alone, Peppol BIS Billing 3, or XRechnung 3; peppol when absent and the invoice fits it, else en16931 */
      profile?: 'en16931' | 'peppol' | 'xrechnung' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      422: NoEInvoiceProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InvoiceFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** An issued credit note; rendered on the spot when its task has not run yet */
  'GET /v1/orders/{id}/credit-notes/{number}.pdf': {
    path: {
      /** The order's id */
      id: string | number;
      /** Of the credit note */
      number: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: Blob;
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InvoiceFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** An issued credit note as an e-invoice of EN 16931 */
  'GET /v1/orders/{id}/credit-notes/{number}.xml': {
    path: {
      /** The order's id */
      id: string | number;
      /** Of the credit note */
      number: string | number;
    };
    query: {
      /** The order's token, where no header can be sent */
      token?: string | number | undefined;
      /** UBL 2.1, or the Cross Industry Invoice D16B of Factur-X; ubl when absent */
      format?: 'ubl' | 'cii' | undefined;
      /** EN 16931 alone, Peppol BIS Billing 3, or XRechnung 3; peppol when absent and the invoice fits it, else en16931 */
      profile?: 'en16931' | 'peppol' | 'xrechnung' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      304: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | LinkExpiredProblem
        | SessionExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      422: NoEInvoiceProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InvoiceFailedProblem | InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Products by SKU; `q` searches name, SKU and category */
  'GET /v1/products': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
      /** Searched in name, SKU and category */
      q?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Product[];
        nextCursor: string | null;
      };
      304: null;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** One product */
  'GET /v1/products/{sku}': {
    path: {
      /** Stock keeping unit */
      sku: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Product;
      304: null;
      400: InvalidRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** What the shop offers: currencies, countries, delivery, payment */
  'GET /v1/shop': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Shop;
      304: null;
      400: InvalidRequestProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Register, and be signed in */
  'POST /v1/customers': {
    path: never;
    query: never;
    headers: never;
    body: Registration;
    answers: {
      201: Session;
      400: InvalidRequestProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      409: EmailTakenProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: WeakPasswordProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** The account */
  'GET /v1/customers/me': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Account;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Change name, address or e-mail; what is left out stays */
  'PATCH /v1/customers/me': {
    path: never;
    query: never;
    headers: never;
    body: AccountChange;
    answers: {
      200: Account;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | SessionExpiredProblem
        | WrongCredentialsProblem;
      403: CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: EmailTakenProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Erase the account and what is known of the person */
  'DELETE /v1/customers/me': {
    path: never;
    query: never;
    headers: never;
    body: {
      password: string;
    };
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | SessionExpiredProblem
        | WrongCredentialsProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      409: OrdersOpenProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Change the password: every other browser is signed out */
  'PUT /v1/customers/me/password': {
    path: never;
    query: never;
    headers: never;
    body: PasswordChange;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401:
        | UnauthorizedProblem
        | KeyRevokedProblem
        | KeyExpiredProblem
        | SessionExpiredProblem
        | WrongCredentialsProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: WeakPasswordProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Everything that is kept about the person, as one JSON document */
  'GET /v1/customers/me/export': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: {
        exportedAt: string;
        customer: Record<string, unknown>;
        account: Record<string, unknown>;
        sessions: Record<string, unknown>[];
        carts: Record<string, unknown>[];
        orders: Order[];
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Ask for an e-mail with a link to a new password */
  'POST /v1/password-resets': {
    path: never;
    query: never;
    headers: never;
    body: {
      email: string;
    };
    answers: {
      202: {
        accepted: boolean;
      };
      400: InvalidRequestProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Set the password, with the token of the e-mail */
  'PUT /v1/password-resets/{token}': {
    path: {
      /** Of the e-mail */
      token: string | number;
    };
    query: never;
    headers: never;
    body: {
      /** At least 8 characters of any kind; not one that is tried first, and not made of one's own name or address */
      password: string;
    };
    answers: {
      204: null;
      400: InvalidRequestProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      410: ResetInvalidProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      422: WeakPasswordProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Sign in */
  'POST /v1/session': {
    path: never;
    query: never;
    headers: never;
    body: SignIn;
    answers: {
      200: Session;
      400: InvalidRequestProblem;
      401: WrongCredentialsProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem | TooManyAttemptsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Who is signed in; nobody is an answer too */
  'GET /v1/session': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Session;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Sign out; done again, it changes nothing */
  'DELETE /v1/session': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** The browsers that are signed in, newest first */
  'GET /v1/sessions': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: SessionList;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Sign all other browsers out */
  'DELETE /v1/sessions': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      200: {
        ended: number;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Sign one browser out */
  'DELETE /v1/sessions/{id}': {
    path: {
      /** Of the session */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem | SessionExpiredProblem;
      403: CrossSiteRequestProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** Bring a file in */
  'POST /v1/admin/imports/{kind}': {
    path: {
      /** What the rows are */
      kind: 'products' | 'prices' | 'stock' | 'promotions' | 'customers';
    };
    query: {
      /** Whether the rows are only checked */
      dryRun?: 'true' | 'false' | undefined;
      /** `file`: all rows or none, which is the default; `row`: each for itself */
      mode?: 'file' | 'row' | undefined;
    };
    headers: never;
    body: string | Blob | Uint8Array<ArrayBuffer> | string | Blob | Uint8Array<ArrayBuffer>;
    answers: {
      202: Import;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem | CrossSiteRequestProblem;
      408: RequestTimeoutProblem;
      409: ImportUnderWayProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** How far a file is, and what is wrong with it */
  'GET /v1/admin/imports/{kind}/{id}': {
    path: {
      /** What the rows are */
      kind: 'products' | 'prices' | 'stock' | 'promotions' | 'customers';
      /** Its id */
      id: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      200: Import;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Files that were brought in, newest first */
  'GET /v1/admin/imports': {
    path: never;
    query: {
      /** The `nextCursor` of the page before */
      cursor?: string | number | undefined;
      /** Entries of a page, 1–100 */
      limit?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: {
        items: Import[];
        nextCursor: string | null;
      };
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: ShuttingDownProblem;
    };
  };
  /** Products, prices, stock, promotions or customers as a file that can be imported */
  'GET /v1/admin/exports/{kind}': {
    path: {
      /** What the rows are */
      kind: 'products' | 'prices' | 'stock' | 'promotions' | 'customers';
    };
    query: {
      /** csv when absent */
      format?: 'csv' | 'ndjson' | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** Orders as a file, oldest first: whole as NDJSON, a line each as CSV */
  'GET /v1/admin/orders/export': {
    path: never;
    query: {
      /** csv when absent */
      format?: 'csv' | 'ndjson' | undefined;
      /** RFC 3339: orders created from then on */
      from?: string | number | undefined;
      /** RFC 3339: and before that */
      to?: string | number | undefined;
    };
    headers: never;
    body: never;
    answers: {
      200: string;
      400: InvalidRequestProblem;
      401: UnauthorizedProblem | KeyRevokedProblem | KeyExpiredProblem;
      403: ForbiddenProblem;
      408: RequestTimeoutProblem;
      414: UriTooLongProblem;
      429: TooManyRequestsProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | ShuttingDownProblem;
    };
  };
  /** A payment provider says what became of a charge */
  'POST /v1/webhooks/payments/{provider}': {
    path: {
      /** Its name, as in `simulated` */
      provider: string | number;
    };
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: InvalidSignatureProblem | StaleNoticeProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
  /** The warehouse says that an order has left, or has arrived */
  'POST /v1/webhooks/warehouse': {
    path: never;
    query: never;
    headers: never;
    body: never;
    answers: {
      204: null;
      400: InvalidRequestProblem;
      401: InvalidSignatureProblem | StaleNoticeProblem;
      404: NotFoundProblem;
      408: RequestTimeoutProblem;
      409: WrongStateProblem;
      413: PayloadTooLargeProblem;
      414: UriTooLongProblem;
      415: UnsupportedMediaTypeProblem;
      431: HeadersTooLargeProblem;
      500: InternalErrorProblem;
      503: OverloadedProblem | StorageUnavailableProblem | ShuttingDownProblem;
    };
  };
}
