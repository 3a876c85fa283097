import { anythingButTest } from './anything-but.ts';
import { anyCaseClue, type Clue, equalClue, textClue } from './clue.ts';
import { endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from './ignore-case.ts';
import { cidrTest } from './ip-address.ts';
import type { Scalar } from './json-kinds.ts';
import { numericTest } from './numeric.ts';
import { patternError } from './pattern-error.ts';
import { entriesOf } from './pattern-text.ts';
import { wildcardClue, wildcardTest } from './wildcard.ts';

/** What one alternative of a field accepts: a value that passes and so shows the clue, or (`exists: false`) the absence of any. */
export type Alternative = { readonly test: (value: Scalar) => boolean; readonly clue: Clue | undefined } | { readonly absent: true };

/** Makes a test of strings one of all values; nothing but a string passes. */
const ofText = (test: (value: string) => boolean, clue?: Clue): Alternative => ({
  test: (value) => typeof value === 'string' && test(value),
  clue,
});

/** Compiles one match expression such as `{"prefix": "aws."}`; `path` names it in the error. */
export function parseOperator(expression: unknown, path: string): Alternative {
  const { name, operand } = onlyEntry(expression, path);
  const at = `${path}.${name}`;
  switch (name) {
    case 'exactly': {
      const text = textOf(operand, at);
      return { test: (value) => value === text, clue: equalClue(text) };
    }
    case 'prefix':
      return prefix(operand, at);
    case 'suffix':
      return suffix(operand, at);
    case 'equals-ignore-case': {
      const text = textOf(operand, at);
      return ofText(equalsIgnoringCase(text), anyCaseClue(text, 'whole'));
    }
    case 'wildcard': {
      const text = textOf(operand, at);
      return ofText(wildcardTest(text, at), wildcardClue(text, at));
    }
    case 'cidr':
      return ofText(cidrTest(textOf(operand, at), at));
    case 'numeric':
      return { test: numericTest(operand, at), clue: undefined };
    case 'anything-but':
      return { test: anythingButTest(operand, at), clue: undefined };
    case 'exists':
      if (typeof operand !== 'boolean') throw patternError(at, '"exists" must be either true or false');
      return operand ? { test: () => true, clue: undefined } : { absent: true };
    default:
      throw patternError(at, `unrecognized match type "${name}"; operators are written in lower case`);
  }
}

function prefix(operand: unknown, path: string): Alternative {
  if (entriesOf(operand) !== undefined) {
    const text = ignoringCase(operand, path);
    return ofText(startsIgnoringCase(text), anyCaseClue(text, 'start'));
  }
  const text = textOf(operand, path);
  return ofText((value) => value.startsWith(text), textClue(text, 'start'));
}

function suffix(operand: unknown, path: string): Alternative {
  if (entriesOf(operand) !== undefined) {
    const text = ignoringCase(operand, path);
    return ofText(endsIgnoringCase(text), anyCaseClue(text, 'end'));
  }
  const text = textOf(operand, path);
  return ofText((value) => value.endsWith(text), textClue(text, 'end'));
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
