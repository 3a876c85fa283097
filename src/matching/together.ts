import type { JsonObject } from '#domain/json.ts';
import { matchesConsistently } from './consistent-match.ts';
import { elementLook } from './element-look.ts';
import type { Field } from './field.ts';
import type { Verdict } from './quick-look.ts';

/** Combinations are kept for rules that ask for the same; odd events make ever new ones, so that beyond this many none is kept. */
const mostKept = 20_000;
type Kept = { count: number };

/**
 * Fields, in the order of their paths, that an event must fulfil within the same elements of its arrays. However many rules ask for the
 * same fields, they share one of these and it is judged once an event.
 */
export class Together {
  readonly #fields: readonly Field[];
  readonly #kept: Kept;
  readonly #longer = new Map<Field, Together>();
  #look: ((event: JsonObject) => Verdict) | undefined;
  #judgedIn = 0;
  #verdict = false;

  constructor(fields: readonly Field[], kept: Kept) {
    this.#fields = fields;
    this.#kept = kept;
  }

  /** These and one more. */
  and(field: Field): Together {
    const known = this.#longer.get(field);
    if (known !== undefined) return known;
    const longer = new Together([...this.#fields, field], this.#kept);
    if (this.#kept.count < mostKept) {
      this.#kept.count++;
      this.#longer.set(field, longer);
    }
    return longer;
  }

  /** True when the event fulfils all; `round` tells the event from those before it. */
  hold(event: JsonObject, round: number): boolean {
    if (this.#judgedIn !== round) {
      this.#judgedIn = round;
      this.#verdict = this.#judge(event);
    }
    return this.#verdict;
  }

  #judge(event: JsonObject): boolean {
    if (this.#fields.length === 0) return true;
    this.#look ??= elementLook(this.#fields);
    const verdict = this.#look(event);
    return verdict === 'unsure' ? matchesConsistently(this.#fields, event) : verdict === 'yes';
  }
}

/** To add fields to; every event fulfils it. */
export const noFields = (): Together => new Together([], { count: 0 });
