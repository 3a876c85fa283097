import { z } from 'zod';

/** Where the OpenAPI document describes "any JSON", the only shape that contains itself. */
export const anyJsonName = 'Json';

/** A shape as JSON Schema 2020-12, which is what OpenAPI 3.1 embeds; `from` tells whether a program sends it or receives it. */
export function jsonSchemaOf(shape: z.ZodType, from: 'input' | 'output'): Readonly<Record<string, unknown>> {
  const { $schema: _dialect, $defs: _definitions, ...schema } = z.toJSONSchema(shape, { io: from, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(schema).replaceAll(/#\/\$defs\/\w+/g, `#/components/schemas/${anyJsonName}`));
}
