import { readFile } from 'node:fs/promises';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { HealError } from '#domain/heal-error.ts';
import { Policy } from './policy.ts';
import { type Near, type PolicyProblem, problemsIn, problemText } from './policy-problem.ts';

/** A policy, and for each path that the file has (`rules.0`) its place in it (`selfheal.yaml:12`). */
export interface LoadedPolicy {
  readonly policy: Policy;
  where(...path: readonly (string | number)[]): string | undefined;
}

/** The policy of a folder without a file. */
export const emptyPolicy: LoadedPolicy = { policy: Policy.parse({}), where: () => undefined };

/** Reads `selfheal.yaml`; nothing there is an empty policy. Throws HealError `bad-config` naming file, line and field. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new HealError('bad-config', `${file} cannot be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? emptyPolicy : parsePolicy(text, file);
}

/** Reads the text of a policy. Throws HealError `bad-config` naming every problem with file, line and field. */
export function parsePolicy(text: string, file: string): LoadedPolicy {
  const read = readPolicy(text, file);
  if (!('problems' in read)) return read;
  const problems = read.problems.map((problem) => problemText(problem, file));
  throw new HealError('bad-config', problems.join('\n'), { details: { file, problems } });
}

/** Reads the text of a policy, or says everything that is wrong with it. */
export function readPolicy(text: string, file: string): LoadedPolicy | { readonly problems: readonly PolicyProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        field: '',
        problem: `not YAML: ${message.split('\n')[0]}`,
      })),
    };
  const lineOf = (...path: readonly (string | number)[]): number | undefined => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lineAt(offset);
  };
  const values = plain(document);
  if ('problem' in values) return { problems: [{ line: undefined, field: '', problem: values.problem }] };
  const parsed = Policy.safeParse(values.plain ?? {});
  const near: Near = (path) =>
    path.map((_, index) => lineOf(...path.slice(0, path.length - index))).find((line) => line !== undefined) ?? lineOf();
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue) => problemsIn(issue, near, values.plain));
    return { problems: found.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)) };
  }
  return {
    policy: parsed.data,
    where: (...path) => {
      const line = lineOf(...path);
      return line === undefined ? undefined : `${file}:${line}`;
    },
  };
}

/** The document's values; an alias without its anchor, or one that grows without bounds, is an error too. */
function plain(document: Document): { readonly plain: unknown } | { readonly problem: string } {
  try {
    return { plain: document.toJS() };
  } catch (thrown) {
    return { problem: `not usable YAML: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

/** Where a path begins in the text: the key of a mapping, the item of a list. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  let node = document.contents;
  let offset = node?.range?.[0];
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined || !isScalar(pair.key)) return undefined;
      offset = pair.key.range?.[0];
      node = isNode(pair.value) ? pair.value : null;
    } else {
      const item = isSeq(node) ? node.items[Number(part)] : undefined;
      if (!isNode(item)) return undefined;
      offset = item.range?.[0];
      node = item;
    }
  }
  return offset;
}
