import { type Clue, textClue } from './clue.ts';
import { patternError } from './pattern-error.ts';

/** Compiles a wildcard: `*` stands for any characters, `\*` for an asterisk, `\\` for a backslash; linear in the value, no regex. */
export function wildcardTest(text: string, path: string): (value: string) => boolean {
  const pieces = wildcardPieces(text, path);
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return (value) => value === first;
  const last = pieces.at(-1) ?? '';
  const middle = pieces.slice(1, -1);
  const shortest = first.length + last.length;
  return (value) => {
    if (value.length < shortest || !value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const piece of middle) {
      const found = value.indexOf(piece, at);
      if (found < 0 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
}

/** The longer of what every matching text begins and ends with. */
export function wildcardClue(text: string, path: string): Clue | undefined {
  const pieces = wildcardPieces(text, path);
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return textClue(first, 'whole');
  return first.length >= last.length ? textClue(first, 'start') : textClue(last, 'end');
}

/** The literal pieces between the asterisks: one more than there are asterisks. */
function wildcardPieces(text: string, path: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '*') {
      if (text.charAt(at + 1) === '*')
        throw patternError(path, `consecutive wildcard characters at position ${at} of "${text}": write one *`);
      pieces.push(piece);
      piece = '';
    } else if (char === '\\') {
      const escaped = text.charAt(at + 1);
      if (escaped !== '*' && escaped !== '\\') {
        throw patternError(path, `invalid escape at position ${at} of "${text}": a backslash may only stand before * or another backslash`);
      }
      piece += escaped;
      at++;
    } else piece += char;
  }
  pieces.push(piece);
  return pieces;
}
