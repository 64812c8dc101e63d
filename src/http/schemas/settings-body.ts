// The settings of a quote as a request writes them, each with what its choices mean.

import { type Static, Type } from 'typebox';
import { type Choices, roundingModes, settingChoices } from '../../core/settings.js';
import { closed, operatorOnly, UnitPrice } from './fields.js';

const ties =
  '`half-away` from zero, `half-even` to the even neighbour, `half-down` towards zero, `half-up` towards +∞; `down` cuts off and `up` rounds up whatever the rest is';

const meanings: Record<keyof typeof settingChoices, string> = {
  taxRounding:
    'Where tax is rounded. `rate`: once for each rate of the document, on the sum of its lines; `line`: for each line; `unit`: for each single unit, times the quantity; `end`: all taxes are summed exactly and rounded once. Default `rate`',
  rounding: `Ties of line amounts and taxes: ${ties}. Default \`half-away\``,
  discountRounding: `Ties of discounts and allowances: as \`rounding\`, chosen apart. Default \`half-away\``,
  grossSplit:
    'Prices that include tax: `tax` rounds the tax inside, net is the rest; `net` rounds the net amount, tax is the rest. Default `tax`',
  discountSpread:
    'How a discount on several lines is shared by what they cost: `largest-remainder` rounds down and gives what is left to the largest remainders; `half-down` rounds ties down and corrects by single units from the first line; `last` rounds and the last line takes the rest; `largest-weight` rounds down and gives what is left to the dearest lines; `even`: the same for each line, whatever it costs. Default `largest-remainder`',
  promotions:
    '`remaining`: one after another by priority, each on what the last has left; `original`: all on the original price; `best-deal`: the combination that saves most, proven. Default `remaining`',
  exclusivity:
    'Of the promotions of one `group`: the `best` alone, or the `first` by priority. Default `best`',
  fixedEach: 'What an amount off `each` is off: each `unit` or each `line`. Default `unit`',
  buyGet:
    'Which units a buy-X-get-Y gives: the `cheapest` or the `dearest`. A deal may say otherwise (`take`). Default `cheapest`',
  budget:
    'A discount larger than what its budget has left: `all-or-nothing` gives none, `partial` gives what is left. Default `all-or-nothing`',
  shippingTax:
    '`own`: shipping has the taxes of its own tax category; `lines`: it shares those of the lines, by what they cost. Default `own`',
  shippingDiscount:
    'Whether discounts on the order leave shipping alone (`none`) or are shared by it (`pro-rata`). Default `none`',
};

const choice = <Name extends keyof typeof settingChoices>(name: Name) =>
  Type.Optional(
    Type.Unsafe<Choices[Name]>({
      type: 'string',
      enum: [...settingChoices[name]],
      description: meanings[name],
    }),
  );

export const SettingsBody = Type.Object(
  {
    taxRounding: choice('taxRounding'),
    rounding: choice('rounding'),
    discountRounding: choice('discountRounding'),
    grossSplit: choice('grossSplit'),
    discountSpread: choice('discountSpread'),
    promotions: choice('promotions'),
    exclusivity: choice('exclusivity'),
    fixedEach: choice('fixedEach'),
    buyGet: choice('buyGet'),
    budget: choice('budget'),
    shippingTax: choice('shippingTax'),
    shippingDiscount: choice('shippingDiscount'),
    taxStep: Type.Optional(
      Type.Union([UnitPrice, Type.Null()], {
        description:
          'What each tax is rounded to first, in major units: `"0.001"` (then to the minor unit), `"0.05"`, `"1"`. The minor unit when null. Default null',
      }),
    ),
    cashStep: Type.Optional(
      Type.Union([Type.Literal('currency'), UnitPrice, Type.Null()], {
        description:
          'What the payable amount alone is rounded to, in major units: `"0.05"`; `"currency"`: the smallest coin of its currency, country and date (CHF 0.05); null: not at all. Default null',
      }),
    ),
    cashRounding: Type.Optional(
      Type.Enum([...roundingModes], {
        description: `Ties of the payable amount, as \`rounding\`. Default \`half-away\``,
      }),
    ),
    couponsMax: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
        description: 'Coupons that `best-deal` may use at once; null: any number. Default null',
      }),
    ),
    dealSteps: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        description:
          'Search steps after which `best-deal` answers the best it has found, with its proven bound',
      }),
    ),
  },
  {
    ...closed,
    title: 'QuoteSettings',
    description: `How this quote is computed, where that differs from the shop’s settings (\`data/settings.json\`). ${operatorOnly}`,
  },
);
export type SettingsBody = Static<typeof SettingsBody>;
