import { type Clue, equalClue } from './clue.ts';
import { ipDigits } from './ip-address.ts';
import { isScalar, type Scalar } from './json-kinds.ts';
import { parseOperator } from './operator.ts';
import { patternError } from './pattern-error.ts';

/** The compiled alternatives of one field of a pattern. */
export type Leaf = {
  /** True when a present value is one of the alternatives. */
  readonly test: (value: Scalar) => boolean;
  /** True when the field may be absent (`exists: false`). */
  readonly absent: boolean;
  /** The values this field must have one of, when it accepts nothing else. */
  readonly exact: readonly Scalar[] | undefined;
  /** Of which every accepted value shows one, what a rule is found by; undefined where an alternative has none. */
  readonly clues: readonly Clue[] | undefined;
};

/** Compiles the array of alternatives of one field; `path` names the field in errors. */
export function parseLeaf(alternatives: readonly unknown[], path: string): Leaf {
  if (alternatives.length === 0) throw patternError(path, 'empty arrays are not allowed: list at least one value');
  const exact: Scalar[] = [];
  const clues: (Clue | undefined)[] = [];
  const tests: ((value: Scalar) => boolean)[] = [];
  let absent = false;
  for (const [position, alternative] of alternatives.entries()) {
    const at = `${path}[${position}]`;
    if (typeof alternative === 'number' && !Number.isFinite(alternative)) throw patternError(at, 'the number is too large to compare');
    if (isScalar(alternative)) {
      const digits = typeof alternative === 'string' ? ipDigits(alternative) : undefined;
      clues.push(digits === undefined ? equalClue(alternative) : { kind: 'address', digits });
      if (digits === undefined) exact.push(alternative);
      else tests.push((value) => value === alternative || (typeof value === 'string' && ipDigits(value) === digits));
    } else if (typeof alternative !== 'object' || Array.isArray(alternative)) {
      throw patternError(at, 'a match value must be a string, a number, true, false, null or a match expression');
    } else {
      const parsed = parseOperator(alternative, at);
      if ('absent' in parsed) absent = true;
      else {
        tests.push(parsed.test);
        clues.push(parsed.clue);
      }
    }
  }
  if (exact.length > 0) tests.unshift(oneOf(exact));
  const indexable = tests.length === 1 && exact.length > 0 && !absent;
  return { test: anyOf(tests), absent, exact: indexable ? exact : undefined, clues: absent ? undefined : allKnown(clues) };
}

function allKnown(clues: readonly (Clue | undefined)[]): readonly Clue[] | undefined {
  const known = clues.filter((clue) => clue !== undefined);
  return known.length === clues.length ? known : undefined;
}

function oneOf(values: readonly Scalar[]): (value: Scalar) => boolean {
  const [first, second] = values;
  if (values.length === 1) return (value) => value === first;
  if (values.length === 2) return (value) => value === first || value === second;
  const set = new Set(values);
  return (value) => set.has(value);
}

function anyOf(tests: readonly ((value: Scalar) => boolean)[]): (value: Scalar) => boolean {
  const [first, second] = tests;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (tests.length === 2) return (value) => first(value) || second(value);
  return (value) => tests.some((test) => test(value));
}
