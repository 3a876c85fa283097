import { HealError } from '#domain/heal-error.ts';
import { canonical, type Json, type JsonObject } from '#domain/json.ts';

/** Where a piece of a document's text begins and ends. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One statement of a policy document: what it says, and the very text that says it. */
export interface Statement {
  readonly says: JsonObject;
  readonly text: string;
  /** Its Sid, else its place: `statement 2`. */
  readonly name: string;
}

/** The statements of a policy document, in order; none when there is no document. Throws `bad-state` when the text is no policy. */
export function statementsOf(policy: string | undefined): readonly Statement[] {
  if (policy === undefined || policy === '') return [];
  return spansOf(policy).statements.map(({ start, end }, index) => {
    const text = policy.slice(start, end);
    const says: JsonObject = JSON.parse(text);
    return { says, text, name: typeof says['Sid'] === 'string' && says['Sid'] !== '' ? says['Sid'] : `statement ${index + 1}` };
  });
}

/** The document without some of its statements, every other byte as it was; nothing when no statement is left. */
export function withoutStatements(policy: string, gone: (statement: Statement) => boolean): string | undefined {
  const { statements } = spansOf(policy);
  const kept = statementsOf(policy).flatMap((statement, index) => (gone(statement) ? [] : [{ text: statement.text, index }]));
  if (kept.length === statements.length) return policy;
  if (kept.length === 0) return undefined;
  const before = (index: number): string => policy.slice(statements[index - 1]?.end, statements[index]?.start);
  const list = kept.map(({ text, index }, place) => (place === 0 ? text : before(index) + text)).join('');
  return policy.slice(0, statements[0]?.start) + list + policy.slice(statements.at(-1)?.end);
}

/** The document with more statements at its end, given as text; every byte of it stays. */
export function withStatements(policy: string, more: readonly string[]): string {
  if (more.length === 0) return policy;
  const { statements, value, list } = spansOf(policy);
  const last = statements.at(-1);
  if (last === undefined) return `${policy.slice(0, value.start)}[${more.join()}]${policy.slice(value.end)}`;
  const added = [policy.slice(last.start, last.end), ...more].join();
  return policy.slice(0, last.start) + (list ? added : `[${added}]`) + policy.slice(last.end);
}

/** What a document says, whatever its spaces and the order of its keys; AWS gives some back in its own layout. */
export const policyForm = (policy: string | undefined): string | undefined =>
  policy === undefined || policy === '' ? undefined : canonical(parsed(policy));

function parsed(policy: string): Json {
  try {
    const json: Json = JSON.parse(policy);
    return json;
  } catch (cause) {
    throw new HealError('bad-state', 'AWS gave a policy that is not JSON: a person has to look at it.', { cause });
  }
}

function spansOf(policy: string): { readonly statements: readonly Span[]; readonly value: Span; readonly list: boolean } {
  const document: JsonObject = Object(parsed(policy));
  const own = members(policy, policy.indexOf('{')).findLast(({ start, end }) => keyOf(policy.slice(start, end)) === 'Statement');
  if (own === undefined || typeof document['Statement'] !== 'object')
    throw new HealError('bad-state', 'AWS gave a policy that has no statements: a person has to look at it.');
  const value = { start: afterColon(policy, own.start), end: own.end };
  const list = Array.isArray(document['Statement']);
  return { value, list, statements: list ? members(policy, value.start) : [value] };
}

const text = /"(?:[^"\\]|\\.)*"/;

const keyOf = (member: string): string => JSON.parse(text.exec(member)?.[0] ?? '""');

function afterColon(policy: string, start: number): number {
  const colon = /\s*:\s*/y;
  colon.lastIndex = start + (text.exec(policy.slice(start))?.[0].length ?? 0);
  colon.test(policy);
  return colon.lastIndex;
}

/** The members of the object or list whose bracket opens at a place, without the spaces around them. */
function members(policy: string, open: number): readonly Span[] {
  const token = new RegExp(`${text.source}|[{}[\\],]`, 'g');
  token.lastIndex = open + 1;
  const found: Span[] = [];
  let [start, depth] = [open + 1, 0];
  for (const { 0: sign, index } of policy.matchAll(token)) {
    if (depth === 0 && (sign === ',' || sign === '}' || sign === ']')) {
      const inside = policy.slice(start, index);
      const lead = inside.length - inside.trimStart().length;
      if (inside.trim() !== '') found.push({ start: start + lead, end: start + lead + inside.trim().length });
      if (sign !== ',') return found;
      start = index + 1;
    }
    if (sign === '{' || sign === '[') depth += 1;
    if (sign === '}' || sign === ']') depth -= 1;
  }
  return found;
}
