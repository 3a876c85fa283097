import { isArray, type Scalar } from './json-kinds.ts';
import { patternError } from './pattern-error.ts';

const furthest = 5e11;

/**
 * True for the numbers that `numeric` and `anything-but` compare: from -5e11 to 5e11 with at most six decimals (event-ruler's
 * ComparableNumber). Any other number in an event is no number to them.
 */
const isComparable = (value: number): boolean =>
  value >= -furthest && value <= furthest && (Number.isInteger(value) || atMostSixDecimals.test(String(value)));

/** Of the shortest text that means the number, which is how an event has it; a double times a million is rounded. */
const atMostSixDecimals = /^-?\d+\.\d{1,6}$/;

/** Refuses a number of a pattern that cannot be compared. */
export function comparable(value: unknown, path: string, what: string): number {
  if (typeof value !== 'number') throw patternError(path, `${what} must be a number`);
  if (!isComparable(value)) {
    throw patternError(path, `cannot compare the number ${value}: it must lie between -5e11 and 5e11 and have at most six decimals`);
  }
  return value;
}

/** Compiles the list of `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a lower bound and then an upper one. */
export function numericTest(terms: unknown, path: string): (value: Scalar) => boolean {
  if (!isArray(terms)) throw patternError(path, 'the value of "numeric" must be an array such as [">", 0, "<=", 5]');
  const [operator, operand, upperOperator, upperOperand, ...rest] = terms;
  const compare = typeof operator === 'string' ? comparisons.get(operator) : undefined;
  if (compare === undefined) {
    throw patternError(path, `unrecognized numeric operator ${JSON.stringify(operator)}: write one of = < <= > >=`);
  }
  const bound = comparable(operand, path, `the value of ${JSON.stringify(operator)}`);
  if (terms.length === 2) return (value) => typeof value === 'number' && compare(value, bound) && isComparable(value);
  if (operator !== '>' && operator !== '>=') {
    throw patternError(path, `too many elements in the numeric expression: only a lower bound (> or >=) may be followed by an upper one`);
  }
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw patternError(path, `bad numeric range operator ${JSON.stringify(upperOperator)}: the upper bound is written with < or <=`);
  }
  const top = comparable(upperOperand, path, `the value of "${upperOperator}"`);
  if (rest.length > 0) throw patternError(path, 'too many terms in the numeric range expression: write one lower and one upper bound');
  if (bound >= top) throw patternError(path, `the bottom ${bound} must be less than the top ${top}`);
  const openBottom = operator === '>';
  const openTop = upperOperator === '<';
  return (value) =>
    typeof value === 'number' &&
    (openBottom ? value > bound : value >= bound) &&
    (openTop ? value < top : value <= top) &&
    isComparable(value);
}

const comparisons: ReadonlyMap<string, (value: number, bound: number) => boolean> = new Map([
  ['=', (value: number, bound: number) => value === bound],
  ['<', (value: number, bound: number) => value < bound],
  ['<=', (value: number, bound: number) => value <= bound],
  ['>', (value: number, bound: number) => value > bound],
  ['>=', (value: number, bound: number) => value >= bound],
]);
