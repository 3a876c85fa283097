import type { JsonObject } from '#domain/json.ts';
import { Asked } from './asked.ts';
import { Condition } from './condition.ts';
import { decisionTree } from './decision-tree.ts';
import type { Field } from './field.ts';
import type { KeyWalk } from './key-walk.ts';
import { Numbers } from './numbers.ts';
import { unclear } from './place.ts';
import { toProgram } from './program.ts';
import { Reading } from './reading.ts';
import { Slot } from './slot.ts';
import { noFields } from './together.ts';

type Branch = { readonly fields: readonly Field[]; readonly position: number };

/** Finds the rules that match an event: compiles their branches to a program once, and runs it on one event after another. */
export class RuleFinder {
  readonly #reading = new Reading();
  readonly #code: Int32Array;
  readonly #checks: Int32Array;
  readonly #fields: Int32Array;
  readonly #walks: readonly KeyWalk[];
  readonly #slots: readonly Slot[];
  readonly #conditions: readonly Condition[];
  /** All fields, and for each which slot it is about. */
  readonly #allFields: readonly Field[];
  readonly #slotOf: Int32Array;
  /** The switches that led to where the program is: pairs of path and clue. */
  readonly #trail: number[] = [];
  readonly #together = noFields();
  readonly #found = new Numbers();
  readonly #present = new Numbers();

  constructor(branches: readonly Branch[]) {
    const asked = new Asked();
    const candidates = branches.map(({ fields, position }) => ({ fields: fields.map((field) => asked.fieldOf(field)), position }));
    const { code, checks, checked, fields, walks } = toProgram(decisionTree(candidates.map((candidate) => ({ candidate, copies: 1 }))));
    this.#code = code;
    this.#checks = checks;
    this.#fields = fields;
    this.#walks = walks;
    this.#allFields = asked.fields.map(({ field }) => field);
    this.#slotOf = Int32Array.from(asked.fields, ({ path }) => path.number);
    const slots = asked.paths.map(({ segments, clues }) => new Slot(this.#reading, segments, clues.finder()));
    this.#slots = slots;
    this.#conditions = checked.flatMap(({ field, path }) => {
      const slot = slots[path.number];
      return slot === undefined ? [] : new Condition(this.#reading, slot, field.leaf);
    });
  }

  /** The positions of the rules that match, in their order; good until the next event. */
  find(event: JsonObject): Numbers {
    this.#found.clear();
    this.#reading.turnTo(event);
    this.#decide(0, 0);
    this.#found.sort();
    return this.#found;
  }

  #decide(address: number, depth: number): void {
    const code = this.#code;
    const switches = code[address] ?? 0;
    const groups = code[address + 1] ?? 0;
    const walk = code[address + 2] ?? -1;
    if (walk >= 0) this.#goOnByPaths(walk, depth);
    let at = address + 3;
    for (const end = at + 3 * switches; at < end; at += 3) this.#goOn(at, depth);
    for (let group = 0; group < groups; group++) {
      const end = at + 3 + 2 * (code[at + 2] ?? 0);
      if (this.#conditions[code[at + 1] ?? 0]?.mayHold() !== false && this.#mayHold(code[at] ?? 0) && this.#isConfirmed(depth)) {
        for (at += 3; at < end; at += 2) {
          if (!this.#reading.unclear || this.#holdsTogether(code[at + 1] ?? 0)) this.#found.add(code[at] ?? 0);
        }
      }
      at = end;
    }
  }

  /** Within what a walk leads to there is no other walk. */
  #goOnByPaths(walk: number, depth: number): void {
    const present = this.#present;
    present.clear();
    this.#walks[walk]?.tell(this.#reading.event, (next) => present.add(next));
    present.sort();
    for (let index = 0; index < present.count; index++) this.#decide(present.at(index), depth);
  }

  #goOn(at: number, depth: number): void {
    const path = this.#code[at] ?? 0;
    const shown = this.#slots[path]?.shown();
    if (shown === undefined) return;
    for (let index = 0; index < shown.count; index++) {
      const clue = shown.at(index);
      const next = this.#leadsTo(this.#code[at + 1] ?? 0, this.#code[at + 2] ?? 0, clue);
      if (next === 0) continue;
      this.#trail[2 * depth] = path;
      this.#trail[2 * depth + 1] = clue;
      this.#decide(next, depth + 1);
    }
  }

  /** Where a table leads by a clue; 0 for nowhere. */
  #leadsTo(table: number, size: number, clue: number): number {
    const code = this.#code;
    if (size >= 0) return code[table + clue] ?? 0;
    let low = 0;
    let high = -size - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const there = code[table + middle] ?? 0;
      if (there === clue) return code[table - size + middle] ?? 0;
      if (there < clue) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  #mayHold(list: number): boolean {
    const end = list + (this.#checks[list] ?? 0);
    for (let at = list + 2; at <= end; at++) if (this.#conditions[this.#checks[at] ?? 0]?.mayHold() === false) return false;
    return true;
  }

  /** Clues are likely, not certain; only where something is found by them it is worth to make sure. */
  #isConfirmed(depth: number): boolean {
    for (let at = 0; at < 2 * depth; at += 2) {
      if (this.#slots[this.#trail[at] ?? 0]?.confirms(this.#trail[at + 1] ?? 0) === false) return false;
    }
    return true;
  }

  /** Fields with clear values need no more than their own look; the others must hold within the same elements of arrays. */
  #holdsTogether(list: number): boolean {
    let together = this.#together;
    const end = list + (this.#fields[list] ?? 0);
    for (let at = list + 1; at <= end; at++) {
      const number = this.#fields[at] ?? 0;
      const field = this.#allFields[number];
      if (field !== undefined && this.#slots[this.#slotOf[number] ?? 0]?.found() === unclear) together = together.and(field);
    }
    return together.hold(this.#reading.event, this.#reading.round);
  }
}
