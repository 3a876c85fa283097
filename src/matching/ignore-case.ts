/**
 * A text whose characters each match in lower and in upper case. Both are derived from the pattern's character, as AWS's matcher does:
 * so `ß` also matches `SS`, and `k` never matches the Kelvin sign.
 */
type CaseFold = readonly { readonly lower: string; readonly upper: string }[];

const foldOf = (text: string): CaseFold => text.split('').map((unit) => ({ lower: unit.toLowerCase(), upper: unit.toUpperCase() }));

/** Where the folded text ends when it is read from the start of the value, -1 when it does not stand there. */
function readForward(fold: CaseFold, value: string): number {
  let at = 0;
  for (const { lower, upper } of fold) {
    if (value.startsWith(lower, at)) at += lower.length;
    else if (value.startsWith(upper, at)) at += upper.length;
    else return -1;
  }
  return at;
}

/** Compiles `{"equals-ignore-case": text}`. */
export function equalsIgnoringCase(text: string): (value: string) => boolean {
  const fold = foldOf(text);
  return (value) => readForward(fold, value) === value.length;
}

/** Compiles `{"prefix": {"equals-ignore-case": text}}`. */
export function startsIgnoringCase(text: string): (value: string) => boolean {
  const fold = foldOf(text);
  return (value) => readForward(fold, value) >= 0;
}

/** Compiles `{"suffix": {"equals-ignore-case": text}}`. */
export function endsIgnoringCase(text: string): (value: string) => boolean {
  const fold = foldOf(text).toReversed();
  return (value) => {
    let end = value.length;
    for (const { lower, upper } of fold) {
      if (value.endsWith(lower, end)) end -= lower.length;
      else if (value.endsWith(upper, end)) end -= upper.length;
      else return false;
    }
    return true;
  };
}
