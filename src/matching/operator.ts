import { anythingButTest } from './anything-but.ts';
import { endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from './ignore-case.ts';
import { cidrTest } from './ip-address.ts';
import type { Scalar } from './json-kinds.ts';
import { numericTest } from './numeric.ts';
import { patternError } from './pattern-error.ts';
import { entriesOf } from './pattern-text.ts';
import { wildcardTest } from './wildcard.ts';

/** What one alternative of a field accepts: a value that passes, or (`exists: false`) the absence of any. */
export type Alternative = { readonly test: (value: Scalar) => boolean } | { readonly absent: true };

/** Makes a test of strings one of all values; nothing but a string passes. */
const ofText =
  (test: (value: string) => boolean) =>
  (value: Scalar): boolean =>
    typeof value === 'string' && test(value);

/** Compiles one match expression such as `{"prefix": "aws."}`; `path` names it in the error. */
export function parseOperator(expression: unknown, path: string): Alternative {
  const { name, operand } = onlyEntry(expression, path);
  const at = `${path}.${name}`;
  switch (name) {
    case 'exactly': {
      const text = textOf(operand, at);
      return { test: (value) => value === text };
    }
    case 'prefix':
      return { test: ofText(prefixTest(operand, at)) };
    case 'suffix':
      return { test: ofText(suffixTest(operand, at)) };
    case 'equals-ignore-case':
      return { test: ofText(equalsIgnoringCase(textOf(operand, at))) };
    case 'wildcard':
      return { test: ofText(wildcardTest(textOf(operand, at), at)) };
    case 'cidr':
      return { test: ofText(cidrTest(textOf(operand, at), at)) };
    case 'numeric':
      return { test: numericTest(operand, at) };
    case 'anything-but':
      return { test: anythingButTest(operand, at) };
    case 'exists':
      if (typeof operand !== 'boolean') throw patternError(at, '"exists" must be either true or false');
      return operand ? { test: () => true } : { absent: true };
    default:
      throw patternError(at, `unrecognized match type "${name}"; operators are written in lower case`);
  }
}

function prefixTest(operand: unknown, path: string): (value: string) => boolean {
  if (entriesOf(operand) !== undefined) return startsIgnoringCase(ignoringCase(operand, path));
  const text = textOf(operand, path);
  return (value) => value.startsWith(text);
}

function suffixTest(operand: unknown, path: string): (value: string) => boolean {
  if (entriesOf(operand) !== undefined) return endsIgnoringCase(ignoringCase(operand, path));
  const text = textOf(operand, path);
  return (value) => value.endsWith(text);
}

function ignoringCase(operand: unknown, path: string): string {
  const inner = onlyEntry(operand, path);
  if (inner.name !== 'equals-ignore-case') throw patternError(path, `"${inner.name}" cannot stand here; only equals-ignore-case can`);
  return textOf(inner.operand, `${path}.${inner.name}`);
}

/** The one key and value of a match expression. */
function onlyEntry(expression: unknown, path: string): { readonly name: string; readonly operand: unknown } {
  const [first, ...others] = entriesOf(expression) ?? [];
  if (first === undefined) throw patternError(path, 'the match expression has no name: write one such as {"prefix": "aws."}');
  if (others.length > 0) throw patternError(path, 'only one key is allowed in a match expression: write each as its own object');
  return { name: first[0], operand: first[1] };
}

function textOf(operand: unknown, path: string): string {
  if (typeof operand !== 'string') throw patternError(path, 'the match pattern must be a string');
  return operand;
}
