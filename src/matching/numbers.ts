/** Numbers that are found anew for each event, in memory that is kept: an array grown from nothing costs more than what it holds. */
export class Numbers {
  count = 0;
  #kept = new Int32Array(16);

  clear(): void {
    this.count = 0;
  }

  add(number: number): void {
    if (this.count === this.#kept.length) {
      const wider = new Int32Array(2 * this.count);
      wider.set(this.#kept);
      this.#kept = wider;
    }
    this.#kept[this.count++] = number;
  }

  at(index: number): number {
    return this.#kept[index] ?? 0;
  }

  /** From the least to the greatest, each once. */
  sort(): void {
    if (this.count < 2) return;
    if (this.count > few) this.#kept.subarray(0, this.count).sort();
    else this.#insertInOrder();
    let distinct = 1;
    for (let index = 1; index < this.count; index++) {
      const number = this.at(index);
      if (number !== this.#kept[distinct - 1]) this.#kept[distinct++] = number;
    }
    this.count = distinct;
  }

  #insertInOrder(): void {
    for (let index = 1; index < this.count; index++) {
      const number = this.at(index);
      let to = index;
      for (; to > 0 && this.at(to - 1) > number; to--) this.#kept[to] = this.at(to - 1);
      this.#kept[to] = number;
    }
  }
}

/** Up to this many numbers are sorted in place sooner than a sort is set up. */
const few = 32;
