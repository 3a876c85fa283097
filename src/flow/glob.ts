/** Does a text match a pattern in which `*` is any run and `?` any one character? Everything else is literal. Time grows with text × pattern at most. */
export function globMatches(pattern: string, text: string): boolean {
  let [at, read] = [0, 0];
  let [star, resume] = [-1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = read;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      // What the last star took was too little: it takes one character more.
      at = star + 1;
      read = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
