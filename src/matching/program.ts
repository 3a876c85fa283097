import type { AskedField, AskedPath } from './asked.ts';
import type { Candidate, Decision, Switch } from './decision-tree.ts';
import { KeyWalk } from './key-walk.ts';
import { Lists } from './lists.ts';

/**
 * A decision tree as lists of numbers, which lie side by side in memory: with ten thousand rules an event would otherwise spend its time
 * waiting for memory. In `code` stands, with the root at 0,
 *
 * - for a decision: how many switches and how many groups it has, which of `walks` it sends an event on (-1: none), then switches and groups;
 * - for a switch: its path, where its table is, and the size of that;
 * - for a table: the decision that each clue leads to, by its number, 0 where none; of a size below zero, it is the clues that lead
 *   anywhere in ascending order, and then the decision that each leads to;
 * - for a group of branches with the same fields left to check: where in `checks` these are, the first of them (-1 when none is left), how
 *   many branches, and for each the position of its rule and where in `fields` all its fields are.
 *
 * In `checks` and in `fields` stands how many fields, then each: in `checks` by its place among `checked`, in `fields` by its number.
 */
export type Program = {
  readonly code: Int32Array;
  readonly checks: Int32Array;
  readonly checked: readonly AskedField[];
  readonly fields: Int32Array;
  /** Each tells the decisions that the paths of an event lead to. */
  readonly walks: readonly KeyWalk[];
};

/** Writes a tree as a program. */
export function toProgram(tree: Decision): Program {
  const code: number[] = [];
  const checks = new Lists();
  const fields = new Lists();
  const walks: KeyWalk[] = [];
  const checked = new Map<AskedField, number>();
  const checkOf = (field: AskedField): number => {
    const number = checked.get(field) ?? checked.size;
    checked.set(field, number);
    return number;
  };

  const writeDecision = ({ switches, present, tries, behind }: Decision): number => {
    const address = code.length;
    const groups = Map.groupBy(tries, (candidate) => checks.addressOf(leftToCheck(candidate.fields, behind).map(checkOf)));
    code.push(switches.length, groups.size, present.size === 0 ? -1 : walks.length);
    for (const { path } of switches) code.push(path.number, 0, 0);
    for (const [left, branches] of groups) writeGroup(left, branches);
    if (present.size > 0) writeWalk(present);
    for (const [index, one] of switches.entries()) writeTable(one, address + 3 + 3 * index);
    return address;
  };

  const writeWalk = (present: Decision['present']) => {
    const walk = new KeyWalk();
    walks.push(walk);
    for (const [{ segments }, next] of present) walk.add(segments, writeDecision(next));
  };

  const writeGroup = (left: number, branches: readonly Candidate[]) => {
    code.push(left, checks.firstOf(left), branches.length);
    for (const branch of branches) code.push(branch.position, fields.addressOf(branch.fields.map(({ number }) => number)));
  };

  const writeTable = ({ path, byClue }: Switch, header: number) => {
    const isFull = byClue.size * 3 > path.clues.size;
    const clues = [...byClue].toSorted(([one], [other]) => one - other);
    const table = code.length;
    if (isFull) for (let clue = 0; clue < path.clues.size; clue++) code.push(0);
    else for (let part = 0; part < 2; part++) for (const [clue] of clues) code.push(clue);
    code[header + 1] = table;
    code[header + 2] = isFull ? path.clues.size : -clues.length;
    for (const [index, [clue, next]] of clues.entries()) code[table + (isFull ? clue : clues.length + index)] = writeDecision(next);
  };

  writeDecision(tree);
  return { code: Int32Array.from(code), checks: checks.row(), checked: [...checked.keys()], fields: fields.row(), walks };
}

/** What the way to a decision does not tell: first what spares the most for its price, last what a clue on the way has all but told. */
function leftToCheck(fields: readonly AskedField[], behind: readonly AskedPath[]): readonly AskedField[] {
  const rankOf = ({ path, clues }: AskedField): number => {
    const passes = clues === undefined ? passesUnknown : Math.min(passesMost, clues.length / (path.clues.size + 1));
    if (behind.includes(path)) return Number.MAX_VALUE;
    return (1 + path.segments.length) / (1 - passes);
  };
  return fields
    .filter(({ path, field }) => field.leaf.exact === undefined || !behind.includes(path))
    .map((field) => ({ field, rank: rankOf(field) }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ field }) => field);
}

/** What share of events is taken to fulfil a field without clues, and any field at most. */
const passesUnknown = 0.8;
const passesMost = 0.95;
