// What a tax provider answers → tax components, or a reason why it cannot be used. Everything in it
// ends up on orders and invoices, so nothing is taken over that has not been looked at.

import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type TaxComponent, taxTreatments } from '../../core/cart.js';
import { type ProvidedTaxes, TaxProviderFailed } from './provider.js';

const COMPONENTS_MAX = 10;

/** Printable ASCII, so that it prints in every font and compares as it looks. */
const Code = Type.String({ pattern: '^[!-~]([ -~]{0,38}[!-~])?$' });

const Component = Type.Object(
  {
    code: Code,
    jurisdiction: Code,
    ppm: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    compoundOn: Type.Optional(Type.Array(Code, { maxItems: COMPONENTS_MAX })),
    isWithheld: Type.Optional(Type.Boolean()),
    treatment: Type.Optional(Type.Enum([...taxTreatments])),
    reason: Type.Optional(Type.String({ pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$' })),
  },
  { additionalProperties: false },
);

const Taxes = Type.Object(
  { taxes: Type.Array(Component, { maxItems: COMPONENTS_MAX }) },
  { additionalProperties: false },
);

const Answer = Type.Object(
  { lines: Type.Array(Taxes), shipping: Taxes },
  { additionalProperties: false },
);

/** @throws TaxProviderFailed that names the place of what is wrong. */
export function readAnswer(text: string, lineCount: number): ProvidedTaxes {
  const answer = parse(text);
  const [fault] = Value.Errors(Answer, answer);
  if (fault) {
    const detail = fault.keyword === 'boolean' ? 'is no field known here' : fault.message;
    throw new TaxProviderFailed(`${fault.instancePath || 'the answer'} ${detail}`);
  }
  const { lines, shipping } = answer as {
    lines: { taxes: TaxComponent[] }[];
    shipping: { taxes: TaxComponent[] };
  };
  if (lines.length !== lineCount) {
    throw new TaxProviderFailed(`${lines.length} lines for a cart of ${lineCount}`);
  }
  return {
    lines: lines.map(({ taxes }, index) => distinct(taxes, `/lines/${index}/taxes`)),
    shipping: distinct(shipping.taxes, '/shipping/taxes'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TaxProviderFailed('the answer is not JSON');
  }
}

/** The same tax twice would be charged twice; a tax on itself, or on one that is not there, never ends. */
function distinct(taxes: TaxComponent[], place: string): TaxComponent[] {
  const seen = new Set<string>();
  const before = new Set<string>();
  for (const [index, { code, jurisdiction, compoundOn = [] }] of taxes.entries()) {
    const name = `${code} of ${jurisdiction}`;
    if (seen.has(name)) throw new TaxProviderFailed(`${place}/${index} repeats ${name}`);
    const missing = compoundOn.find((base) => !before.has(base));
    if (missing !== undefined) {
      throw new TaxProviderFailed(`${place}/${index}/compoundOn: no ${missing} before it`);
    }
    seen.add(name);
    before.add(code);
  }
  return taxes;
}
