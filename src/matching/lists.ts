/** Lists of numbers in one row: at its address how many numbers a list has, then these. The same list stands there once. */
export class Lists {
  readonly #row: number[] = [];
  readonly #known = new Map<string, number>();

  /** The address of a list. */
  addressOf(numbers: readonly number[]): number {
    const name = numbers.join();
    const address = this.#known.get(name) ?? this.#row.length;
    if (address === this.#row.length) this.#row.push(numbers.length, ...numbers);
    this.#known.set(name, address);
    return address;
  }

  /** The first number of the list at an address; -1 when it is empty. */
  firstOf(address: number): number {
    return (this.#row[address] ?? 0) === 0 ? -1 : (this.#row[address + 1] ?? -1);
  }

  row(): Int32Array {
    return Int32Array.from(this.#row);
  }
}
