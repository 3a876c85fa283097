/** The known word that a misspelt one most likely means: the closest of those at most two edits, and half of its letters, away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate.toLowerCase()) }));
  const near = scored.filter(({ candidate, edits }) => edits <= 2 && edits * 2 <= Math.max(word.length, candidate.length));
  return near.toSorted((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** Letters that are missing, too many, others, or in the place of their neighbour (optimal string alignment distance). */
function edits(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + other, swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
