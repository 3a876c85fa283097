import { equalsIgnoringCase } from './ignore-case.ts';
import { isArray, type Scalar } from './json-kinds.ts';
import { comparable } from './numeric.ts';
import { patternError } from './pattern-error.ts';
import { entriesOf } from './pattern-text.ts';
import { wildcardTest } from './wildcard.ts';

type TextTest = (value: string) => boolean;

const textOperators: ReadonlyMap<string, { readonly mayBeEmpty: boolean; readonly compile: (text: string, path: string) => TextTest }> =
  new Map([
    [
      'prefix',
      {
        mayBeEmpty: false,
        compile:
          (text: string): TextTest =>
          (value) =>
            value.startsWith(text),
      },
    ],
    [
      'suffix',
      {
        mayBeEmpty: false,
        compile:
          (text: string): TextTest =>
          (value) =>
            value.endsWith(text),
      },
    ],
    ['equals-ignore-case', { mayBeEmpty: true, compile: equalsIgnoringCase }],
    ['wildcard', { mayBeEmpty: true, compile: wildcardTest }],
  ]);

/**
 * Compiles the operand of `anything-but`: a string, a number, a list of either, or one of prefix, suffix, equals-ignore-case and
 * wildcard with a string or a list of strings. Any present value passes except those; a number or null is never one of the strings.
 */
export function anythingButTest(operand: unknown, path: string): (value: Scalar) => boolean {
  const entries = entriesOf(operand);
  if (entries === undefined) return notAnyOf(operand, path);
  const [first, ...others] = entries;
  const operator = first === undefined ? undefined : textOperators.get(first[0]);
  if (first === undefined || operator === undefined) {
    throw patternError(
      path,
      `unsupported anything-but pattern "${first?.[0] ?? ''}": write one of ${[...textOperators.keys()].join(', ')}`,
    );
  }
  if (others.length > 0) throw patternError(path, 'only one key is allowed in a match expression');
  const [name, given] = first;
  const tests = listOf(given, path).map((text) => {
    if (typeof text !== 'string') throw patternError(`${path}.${name}`, `the ${name} match pattern must be a string or a list of strings`);
    if (text === '' && !operator.mayBeEmpty)
      throw patternError(`${path}.${name}`, `an empty ${name} is not allowed: it would exclude every text`);
    return operator.compile(text, `${path}.${name}`);
  });
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return (value) => typeof value !== 'string' || !only(value);
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}

function notAnyOf(operand: unknown, path: string): (value: Scalar) => boolean {
  const excluded = new Set<Scalar>();
  const kinds = new Set<string>();
  for (const item of listOf(operand, path)) {
    if (typeof item === 'string') excluded.add(item);
    else if (typeof item === 'number') excluded.add(comparable(item, path, 'the excluded value'));
    else
      throw patternError(
        path,
        'the value of anything-but must be a string, a number, or a list of either; null and booleans are not supported',
      );
    kinds.add(typeof item);
  }
  if (kinds.size > 1) throw patternError(path, 'inside an anything-but list all values are strings or all are numbers');
  const [only] = excluded;
  if (only !== undefined && excluded.size === 1) return (value) => value !== only;
  return (value) => !excluded.has(value);
}

function listOf(operand: unknown, path: string): readonly unknown[] {
  if (!isArray(operand)) return [operand];
  if (operand.length === 0) throw patternError(path, 'empty arrays are not allowed');
  return operand;
}
