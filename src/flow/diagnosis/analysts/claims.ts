import type { Claim } from '#domain/facts.ts';
import type { Answer } from './answer.ts';

/** What may be cited: what a model was shown under an id, and what that id is called for people. */
export interface Citable {
  readonly shown: string;
  readonly name: string;
}

const shortestQuote = 3;

/** The claims that stand, and how many were struck: those that cite nothing, or what was not shown, or words that do not stand there. */
export function standing(
  claims: Answer['claims'],
  citable: ReadonlyMap<string, Citable>,
): { readonly claims: readonly Claim[]; readonly struck: number } {
  const kept = claims.flatMap(({ text, evidence, quote }): Claim[] => {
    const cited = [...new Set(evidence)].map((id) => citable.get(id));
    const found = cited.filter((each) => each !== undefined);
    if (found.length === 0 || found.length < cited.length) return [];
    const words = quote?.trim() ?? '';
    if (words !== '' && !found.some(({ shown }) => says(shown, words))) return [];
    return [{ text, evidence: found.map(({ name }) => name), ...(words === '' ? {} : { quote: words }) }];
  });
  return { claims: kept, struck: claims.length - kept.length };
}

/** Do these words stand there, whole ones? White space beside marks does not count, nor whether a text is written as JSON writes it. */
export function says(shown: string, quote: string): boolean {
  return [plain, bare].some((read) => read(quote).length >= shortestQuote && holds(read(shown), read(quote)));
}

/** Neither end of what is quoted cuts a word or a number in two: "healthy" does not stand in "unhealthy", nor 10 in 100. */
function holds(shown: string, quote: string): boolean {
  const before = letter.test(quote.slice(0, 1)) ? letter : undefined;
  const after = letter.test(quote.slice(-1)) ? letter : undefined;
  for (let at = shown.indexOf(quote); at >= 0; at = shown.indexOf(quote, at + 1)) {
    const end = at + quote.length;
    if (before?.test(shown.slice(Math.max(0, at - 1), at)) !== true && after?.test(shown.slice(end, end + 1)) !== true) return true;
  }
  return false;
}

const letter = /^[\p{L}\p{N}_]$/u;
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\p{L}\p{N}_ ]) ?/gu, '$1')
    .trim();
/** Without the escapes of JSON: a quote of a text inside a text. */
const bare = (text: string): string =>
  plain(
    text
      .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\[nrt]/g, ' ')
      .replace(/\\(["\\/])/g, '$1'),
  );
