import MiniSearch from 'minisearch';
import type { Passage, Runbook, SearchOptions, Section } from '#ports/knowledge.ts';
import { askedTerms, termsOf } from './terms.ts';

/** A section as it is indexed; what its runbook is about stands with each. */
interface Entry extends Section {
  readonly title: string;
  readonly kind: string;
  readonly about: string;
  readonly runbook: Runbook;
}

/** How much a word counts by where it stands. */
const weights = { title: 2, heading: 1, kind: 1, about: 2, text: 1 } as const;
/** So many sections of one runbook, then others have their turn. */
const mostOfOne = 2;

/** How much a word of ours for one of theirs counts. */
const beside = 0.5;
/** Passages that score less than this share of the best one are noise. */
const least = 0.15;

/** BM25 over the sections of runbooks, held in memory. */
export function searchIndex(runbooks: readonly Runbook[]): (query: string, options: SearchOptions) => readonly Passage[] {
  const entries = new Map(runbooks.flatMap(entriesOf).map((entry) => [entry.id, entry]));
  const index = new MiniSearch<Entry>({
    fields: Object.keys(weights),
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: askedTerms,
      boost: { ...weights },
      prefix: (term) => term.length >= 4,
      fuzzy: (term) => (term.length >= 5 && !/\d/.test(term) ? 0.2 : false),
      weights: { prefix: 0.3, fuzzy: 0.2 },
    },
  });
  index.addAll([...entries.values()]);
  return (query, { limit, resource, action }) => {
    const shown = new Map<string, number>();
    const own = new Set(termsOf(query));
    const found = index.search(query, {
      // What we put beside somebody's words counts less than the words.
      boostTerm: (term) => (own.has(term) ? 1 : beside),
      filter: ({ id }) => {
        const of = entries.get(id)?.runbook;
        return of !== undefined && isAbout(of, resource, action);
      },
    });
    const floor = (found[0]?.score ?? 0) * least;
    return found
      .filter(({ score }) => score >= floor)
      .flatMap(({ id, score }) => {
        const entry = entries.get(id);
        return entry === undefined ? [] : [passage(entry, score)];
      })
      .filter(({ runbook }) => {
        const before = shown.get(runbook) ?? 0;
        shown.set(runbook, before + 1);
        return before < mostOfOne;
      })
      .slice(0, limit);
  };
}

const entriesOf = (runbook: Runbook): readonly Entry[] =>
  runbook.sections.map((section) => ({
    ...section,
    title: runbook.title,
    kind: runbook.appliesTo.map(({ resource }) => resource).join(' '),
    about: [runbook.id, ...runbook.actions].join(' '),
    runbook,
  }));

function isAbout({ appliesTo, actions, forbidden }: Runbook, resource: string | undefined, action: string | undefined): boolean {
  return (
    (resource === undefined || appliesTo.some((scope) => wildcardMatches(scope.resource, resource))) &&
    (action === undefined || actions.includes(action) || forbidden.includes(action))
  );
}

/** `*` is any text. */
const wildcardMatches = (pattern: string, type: string): boolean => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(type);

const passage = ({ id, runbook, title, heading, text, line }: Entry, score: number): Passage => ({
  chunk: id,
  runbook: runbook.id,
  title,
  heading,
  text,
  file: runbook.file,
  line,
  score: Math.round(score * 100) / 100,
});
