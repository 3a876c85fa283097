/** What the schemas in the SDK's client packages say, in a form to walk. Source: the tuples of @smithy/core/schema (Smithy 2 models). */
export interface Traits {
  readonly sensitive: boolean;
  readonly label: boolean;
  readonly payload: boolean;
  readonly queryParams: boolean;
  readonly query?: string;
  readonly header?: string;
  readonly xmlName?: string;
  readonly ec2Name?: string;
  readonly jsonName?: string;
  readonly flattened: boolean;
  readonly attribute: boolean;
}
type Scalar = 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document';
export type Shape =
  | { readonly kind: Scalar; readonly traits: Traits }
  | { readonly kind: 'list'; readonly traits: Traits; item(): Shape }
  | { readonly kind: 'map'; readonly traits: Traits; key(): Shape; value(): Shape }
  | { readonly kind: 'structure'; readonly traits: Traits; readonly members: ReadonlyMap<string, () => Shape>; readonly required: number };

type RawTraits = number | Readonly<Record<string, unknown>>;
/** A schema as the packages export it: a number, `unit` for nothing, a tuple, a function that gives one, or a pair of schema and member traits. */
export type RawSchema = number | 'unit' | readonly unknown[] | (() => RawSchema);

const numbered: Readonly<Record<number, Scalar>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'blob',
};
const listBit = 64;
const mapBit = 128;

/** Reads a raw schema; members are read when they are asked for, since shapes may contain themselves. */
export function shapeOf(schema: RawSchema, member: RawTraits = 0): Shape {
  if (typeof schema === 'function') return shapeOf(schema(), member);
  if (schema === 'unit') return { kind: 'structure', traits: readTraits(0), members: new Map(), required: 0 };
  if (typeof schema === 'number') return numberedShape(schema, member);
  if (typeof schema[1] !== 'string') return shapeOf(schema[0] as RawSchema, schema[1] as RawTraits);
  const [kind, , , own, first, second, third] = schema as [number, string, string, RawTraits, unknown, unknown, unknown];
  const both = { ...(unpack(own)['sensitive'] === 1 ? { sensitive: 1 } : {}), ...unpack(member) };
  const traits = readTraits(both);
  switch (kind) {
    case 1:
      return { kind: 'list', traits, item: () => shapeOf(first as RawSchema) };
    case 2:
      return { kind: 'map', traits, key: () => shapeOf(first as RawSchema), value: () => shapeOf(second as RawSchema) };
    case 0:
      return shapeOf(first as RawSchema, both);
    default: {
      const types = second as readonly RawSchema[];
      const members = (first as readonly string[]).map((name, index) => [name, () => shapeOf(types[index] ?? 15)] as const);
      return { kind: 'structure', traits, members: new Map(members), required: typeof third === 'number' ? third : 0 };
    }
  }
}

function numberedShape(code: number, member: RawTraits): Shape {
  const traits = readTraits(member);
  if ((code & mapBit) !== 0) return { kind: 'map', traits, key: () => shapeOf(0), value: () => shapeOf(code & ~mapBit) };
  if ((code & listBit) !== 0) return { kind: 'list', traits, item: () => shapeOf(code & ~listBit) };
  return { kind: numbered[code] ?? 'document', traits };
}

const bits = { httpLabel: 1, sensitive: 8, httpPayload: 16, httpQueryParams: 64 } as const;

function unpack(raw: RawTraits): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'number') return raw;
  return Object.fromEntries(Object.entries(bits).flatMap(([name, bit]) => ((raw & bit) !== 0 ? [[name, 1]] : [])));
}

function readTraits(raw: RawTraits): Traits {
  const traits = unpack(raw);
  const named = (from: string, to: string) => (typeof traits[from] === 'string' ? { [to]: traits[from] } : {});
  return {
    sensitive: traits['sensitive'] === 1,
    label: traits['httpLabel'] === 1,
    payload: traits['httpPayload'] === 1,
    queryParams: traits['httpQueryParams'] === 1,
    flattened: traits['xmlFlattened'] === 1,
    attribute: traits['xmlAttribute'] === 1,
    ...named('httpQuery', 'query'),
    ...named('httpHeader', 'header'),
    ...named('xmlName', 'xmlName'),
    ...named('ec2QueryName', 'ec2Name'),
    ...named('jsonName', 'jsonName'),
  };
}
