/** JSON Schema → TypeScript, as far as the schemas of this project go. */

export type Schema = {
  $ref?: string;
  title?: string;
  description?: string;
  deprecated?: boolean;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
};

const plain: Record<string, string> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

export function typeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.replace('#/components/schemas/', '');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(typeOf));
  if (schema.allOf) return schema.allOf.map((part) => inBrackets(typeOf(part))).join(' & ');
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => typeOf({ ...schema, type })));
  }
  if (schema.type === 'array') return `${inBrackets(typeOf(schema.items ?? {}))}[]`;
  if (schema.type === 'object' || schema.properties) return objectType(schema);
  return plain[schema.type ?? ''] ?? 'unknown';
}

const union = (types: string[]): string => [...new Set(types)].join(' | ');

const inBrackets = (type: string): string => (/[|&]/.test(type) ? `(${type})` : type);

function objectType(schema: Schema): string {
  const { properties = {}, required = [] } = schema;
  const members = Object.entries(properties).map(([name, member]) =>
    memberOf(name, member, required.includes(name)),
  );
  const rest = restOf(schema);
  if (members.length === 0) return rest ? `Record<string, ${rest}>` : 'Record<string, never>';
  return `{\n${members.join('\n')}\n}`;
}

/** What members that are not named may be; of an object that names some, nothing. */
function restOf({ additionalProperties, patternProperties, properties }: Schema): string | null {
  const [byPattern] = Object.values(patternProperties ?? {});
  if (byPattern) return typeOf(byPattern);
  if (typeof additionalProperties === 'object') return typeOf(additionalProperties);
  const isClosed = additionalProperties === false || Object.keys(properties ?? {}).length > 0;
  return isClosed ? null : 'unknown';
}

export function memberOf(name: string, schema: Schema, isRequired: boolean): string {
  const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
  return `${comment(schema)}${key}${isRequired ? '' : '?'}: ${typeOf(schema)};`;
}

/** One line of it: the document has the rest. */
export function comment({ description, deprecated }: Schema): string {
  const text = description?.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim();
  const words = [...(text ? [text] : []), ...(deprecated ? ['@deprecated'] : [])];
  return words.length === 0 ? '' : `/** ${words.join(' ')} */\n`;
}
