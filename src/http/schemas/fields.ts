// Fields that requests and answers share, and the limits on them.

import { Type } from 'typebox';
import { orderStates } from '../../core/order-states.js';

/**
 * Limits on what one request may carry. A body is parsed on the main loop whatever is in it, and a
 * megabyte of brackets or of names takes 50 ms: each route takes as much as its largest use needs.
 */
export const limits = {
  bodyBytes: 64 * 1024,
  /** Of orders, quotes and promotions: a thousand lines, each with prices and taxes of its own. */
  documentBytes: 512 * 1024,
  /** What a provider says of a payment is as long as the provider likes. */
  noticeBytes: 256 * 1024,
  lines: 1_000,
  coupons: 10,
  quantity: 1_000_000,
  pageSize: 100,
  taxes: 10,
  adjustments: 50,
  promotions: 200,
  priceLists: 50,
} as const;

export const operatorOnly = 'Only for operators with the scope orders:price';

export const closed = { additionalProperties: false } as const;

/**
 * One of some texts. Its type is said as well: entries of a list that has to be without repeats are else
 * compared each with each, also those that are no texts.
 */
export const TextOf = <const Values extends string>(
  values: readonly Values[],
  description?: string,
) =>
  Type.Unsafe<Values>({
    type: 'string',
    enum: values,
    ...(description ? { description } : {}),
  });

const printable = '[^\\u0000-\\u001f\\u007f-\\u009f]*$';

/**
 * Printable text without control characters; where it has to be there it is more than spaces: no invoice
 * could be made out to a name of them (EN 16931, BR-7).
 */
export const Text = (maxLength: number, minLength = 1) =>
  Type.String({
    minLength,
    maxLength,
    pattern: minLength === 0 ? `^${printable}` : `^(?!\\s*$)${printable}`,
  });

/** Text with something in it to be seen: blanks and marks alone are no name of anybody. */
export const VisibleText = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\p{C}][^\\u0000-\\u001f\\u007f-\\u009f]*$',
  });

/** Printable ASCII, no space at either end. */
export const Sku = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[!-~]([ -~]*[!-~])?$',
  description: 'Stock keeping unit',
});
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });
export const Country = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'ISO 3166-1 alpha-2 code',
});
export const UnitPrice = Type.String({
  pattern: '^\\d{1,9}(\\.\\d{1,6})?$',
  description: 'Decimal string in major units, up to six decimals',
});
export const Percent = Type.Union(
  [
    Type.Integer({ minimum: 0, maximum: 1_000 }),
    Type.String({ pattern: '^\\d{1,4}(\\.\\d{1,4})?$' }),
  ],
  { description: 'Percent, as an integer or a decimal string of at most four decimals' },
);
export const Amount = Type.Union([Type.Integer({ minimum: 0 }), UnitPrice], {
  description: 'An integer of minor units, or a decimal string in major units',
});
export const Region = Type.String({
  pattern: '^[A-Z0-9]{1,3}$',
  description: 'ISO 3166-2 without its country: `QC`, `NY`',
});
export const JurisdictionCode = Type.String({ pattern: '^[!-~]{1,32}$' });
export const PriceBasis = Type.Union([Type.Literal('gross'), Type.Literal('net')]);
export const Quantity = Type.Integer({ minimum: 1, maximum: limits.quantity });
export const DecimalQuantity = Type.String({ pattern: '^\\d{1,7}(\\.\\d{1,6})?$' });
/** Below zero: goods that come back. */
export const SignedQuantity = Type.Union([
  Type.Integer({ minimum: -limits.quantity, maximum: limits.quantity }),
  Type.String({ pattern: '^-?\\d{1,7}(\\.\\d{1,6})?$' }),
]);
export const Coupon = Text(64);

export const Customer = Type.Object(
  {
    id: Type.Optional(Text(64)),
    email: Type.String({
      maxLength: 254,
      pattern:
        '^[^@\\s\\u0000-\\u001f\\u007f-\\u009f,;:<>()]+@[^@\\s\\u0000-\\u001f\\u007f-\\u009f,;:<>()]+$',
    }),
    name: VisibleText(200),
  },
  { ...closed, title: 'OrderCustomer' },
);

export const addressFields = {
  name: VisibleText(200),
  line1: VisibleText(200),
  line2: Type.Optional(Text(200)),
  city: VisibleText(100),
  region: Type.Optional({
    ...Text(100),
    description: 'State or province, where there are any: `NY`, `CA-QC`',
  }),
  postalCode: { ...Text(20), description: 'As the post of the country writes it' },
  country: Country,
};
export const Address = Type.Object(addressFields, { ...closed, title: 'Address' });
export const Destination = Type.Object(
  { ...Type.Partial(Type.Object(addressFields)).properties, country: Country },
  closed,
);

export const VatId = Type.String({ pattern: '^[A-Z]{2}[A-Z0-9+*.]{2,13}$' });

/** Text that is not blank, without space at either end. */
const Identifier = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\s\\p{Cc}]([^\\p{Cc}]*[^\\s\\p{Cc}])?$',
  });

export const BuyerFacts = Type.Object(
  {
    name: Type.Optional({
      ...Identifier(200),
      description: 'Of the business, where the billing address names a person',
    }),
    reference: Type.Optional({
      ...Identifier(200),
      description:
        'What the buyer wants to be quoted (EN 16931, BT-10): a cost centre, an order number of its own, a German authority’s Leitweg-ID',
    }),
    electronicAddress: Type.Optional(
      Type.Object(
        {
          scheme: Type.String({
            pattern: '^(\\d{4}|[A-Z]{2})$',
            description: 'Of the Electronic Address Scheme list: `9930`, `0088`, `EM`',
          }),
          id: Identifier(200),
        },
        { ...closed, description: 'Where its e-invoices go (BT-49)' },
      ),
    ),
    legalId: Type.Optional(
      Type.Object(
        {
          scheme: Type.Optional(
            Type.String({ pattern: '^\\d{4}$', description: 'Of ISO/IEC 6523: `0002`' }),
          ),
          id: Identifier(100),
        },
        { ...closed, description: 'Its number in a register (BT-47)' },
      ),
    ),
  },
  { ...closed, description: 'What businesses and authorities want on their e-invoices' },
);

export const OrderState = Type.Enum([...orderStates], { title: 'OrderState' });
