/** Shapes of keys as JSON Schema (draft 7, which editors' YAML support reads): each function of yaml-values.ts has its own. */

export type KeySchema = Readonly<Record<string, unknown>>;

/** YAML reads `2026` as a number and `true` as a flag; the parser takes both for a text. */
const SCALAR = ['string', 'number', 'boolean'] as const;

export const neededText: KeySchema = { type: SCALAR };
/** A key with nothing behind its colon is null, and absent for the parser. */
export const freeText: KeySchema = { type: [...SCALAR, 'null'] };
export const flagKey: KeySchema = { type: ['boolean', 'null'] };
export const textList: KeySchema = { type: [...SCALAR, 'array', 'null'], items: freeText };

export const choiceOf = (...choices: readonly string[]): KeySchema => ({ enum: [...choices, null] });

export const numberFrom = (minimum: number, maximum: number): KeySchema => ({
  type: ['number', 'null'],
  minimum,
  maximum,
});

export const pairsSchema = (): KeySchema => ({ type: ['object', 'null'], additionalProperties: freeText });

export const listOf = (items: KeySchema): KeySchema => ({ type: ['array', 'null'], items });

/** `properties` has each key of the parser's table and no other, or it does not compile. */
export const mapOf = <K extends string>(
  _table: readonly K[],
  properties: Readonly<Record<NoInfer<K>, KeySchema>>,
  required: readonly NoInfer<K>[] = [],
): KeySchema => ({ type: ['object', 'null'], properties, required, additionalProperties: false });

/** The schema of a whole file. */
export const fileSchema = (title: string, map: KeySchema): KeySchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title,
  ...map,
  type: 'object',
});

/** The same schema with a `description` on each key that `hints` has: `title`, and `image.src` for the key of a map or of a list of maps. */
export function withHints(schema: KeySchema, hints: ReadonlyMap<string, string>, path = ''): KeySchema {
  if (schema.items) return { ...schema, items: withHints(schema.items as KeySchema, hints, path) };
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties as Readonly<Record<string, KeySchema>>).map(
    ([key, shape]) => {
      const description = hints.get(path + key);
      return [key, { ...(description && { description }), ...withHints(shape, hints, `${path}${key}.`) }];
    },
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}
