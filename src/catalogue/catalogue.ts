import { fileURLToPath } from 'node:url';
import { actions as actionIndex } from '#catalogue/actions/index.ts';
import { sources } from '#catalogue/sources/index.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { Drop, Signal } from '#domain/signal.ts';
import { buildIndex } from '#matching/build-index.ts';
import type { Action, Catalogue, Detection, Match, Parsed } from '#ports/catalogue.ts';
import type { Intake } from './define-source.ts';
import { bound } from './detections/remedy-of.ts';
import { type LoadedDetection, loadDetections, succeeded } from './load-detections.ts';
import { unwrap } from './unwrap.ts';

/** The catalogue with what only its owner needs: which files were refused, and the detections as they were written. */
export interface OpenCatalogue extends Catalogue {
  readonly refused: readonly HealError[];
  readonly written: readonly LoadedDetection[];
}

interface CatalogueOptions {
  /** Folders of detections beside ours. */
  readonly folders?: readonly string[];
  /** Tries the examples of our own detections too. */
  readonly tryOurExamples?: boolean;
}

const ours = fileURLToPath(new URL('./detections', import.meta.url));

/** Opens our catalogue and the user's folders beside it. Throws HealError `bad-detection` when a folder cannot be read. */
export async function openCatalogue({ folders = [], tryOurExamples = false }: CatalogueOptions = {}): Promise<OpenCatalogue> {
  const loaded = await Promise.all(Object.values(actionIndex).map((load) => load()));
  const actions = new Map(loaded.map((action) => [action.id, action]));
  const load = (folder: string, examples: 'try' | 'trust') =>
    loadDetections(folder, { actions, parse: (document) => parse(document, 0, { trusted: false }), examples });
  const results = await Promise.all([load(ours, tryOurExamples ? 'try' : 'trust'), ...folders.map((folder) => load(folder, 'try'))]);
  const { kept, refused } = withoutDuplicates(results.flatMap(({ detections }) => detections));
  const index = buildIndex(kept);
  const controls = controlsOf(loaded);

  return {
    refused: [...results.flatMap((result) => result.refused), ...refused],
    written: kept,
    parse,
    match: async (signal, event) => [
      ...(succeeded(event) ? index.match(event).flatMap((detection) => matchOf(detection, signal, event)) : []),
      ...(signal.controls ?? []).flatMap((id) => (controls.get(id) ?? []).flatMap((action) => controlMatches(id, action, signal))),
    ],
    action: async (id) => actions.get(id),
    actions: async () => loaded,
    detections: () => [...kept.map(summary), ...[...controls].map(([id, [action]]) => controlDetection(id, action))],
  };
}

/** Reads a document through the first source that recognises it; what none does is a drop. */
function parse(document: Json, receivedAt: number, intake: Intake): Parsed {
  const parts = [...unwrap(document)].map((part) =>
    'drop' in part ? { signals: [], drops: [part.drop] } : parseOne(part.document, receivedAt, intake),
  );
  return { signals: parts.flatMap(({ signals }) => signals), drops: parts.flatMap(({ drops }) => drops) };
}

function parseOne(document: JsonObject, receivedAt: number, intake: Intake): Parsed {
  const source = sources.find((each) => each.recognises(document));
  const dropped = (because: string, detail: string): Parsed => ({ signals: [], drops: [{ because, detail } satisfies Drop] });
  if (source === undefined) return dropped('unknown-source', `no source knows ${what(document)}`);
  try {
    return source.parse(document, receivedAt, intake);
  } catch (error) {
    return dropped('malformed', `${source.id}: ${asHealError(error).message}`);
  }
}

function what(document: JsonObject): string {
  const { source, 'detail-type': detailType } = document;
  if (typeof detailType === 'string') return `"${detailType}" of ${typeof source === 'string' ? source : 'an unnamed source'}`;
  return `a document with ${Object.keys(document).slice(0, 6).join(', ') || 'nothing in it'}`;
}

function withoutDuplicates(all: readonly LoadedDetection[]): {
  readonly kept: readonly LoadedDetection[];
  readonly refused: readonly HealError[];
} {
  const kept = new Map<string, LoadedDetection>();
  const refused: HealError[] = [];
  for (const detection of all) {
    if (kept.has(detection.id))
      refused.push(new HealError('bad-detection', `${detection.id} is there twice; give the second one another name`));
    else kept.set(detection.id, detection);
  }
  return { kept: [...kept.values()], refused };
}

function matchOf(detection: LoadedDetection, signal: Signal, event: Json): readonly Match[] {
  if (detection.resource !== signal.resource.type) return [];
  const found = fitting(() => detection.remedy?.(signal.resource, event));
  return [{ detection: summary(detection), ...(found === undefined ? {} : { remedy: found }) }];
}

/** Every condition that the action knows on the resource: which of them the control meant, the observed state tells. */
function controlMatches(id: string, action: Action, signal: Signal): readonly Match[] {
  if (action.resource !== signal.resource.type) return [];
  return action.meantBy(id, signal.resource).flatMap((params) => {
    const found = fitting(() => bound(action, params));
    return found === undefined ? [] : [{ detection: controlDetection(id, action), remedy: found }];
  });
}

/** Parameters that do not fit leave the match without a remedy: it is shown, and nothing is done. */
function fitting(remedy: () => Match['remedy']): Match['remedy'] {
  try {
    return remedy();
  } catch (error) {
    if (asHealError(error).code === 'bad-params') return undefined;
    throw error;
  }
}

type Controls = ReadonlyMap<string, readonly [Action, ...Action[]]>;

function controlsOf(actions: readonly Action[]): Controls {
  const controls = new Map<string, readonly [Action, ...Action[]]>();
  for (const action of actions) for (const id of action.heals) controls.set(id, [...(controls.get(id) ?? []), action]);
  return controls;
}

function controlDetection(id: string, action: Action): Detection {
  return {
    id: `control.${id}`,
    title: `${id} failed: ${action.title}`,
    class: 'violation',
    severity: action.risk.level,
    action: action.id,
  };
}

function summary({ id, title, class: kind, severity, action, params }: LoadedDetection): Detection {
  return { id, title, class: kind, severity, ...(action === undefined ? {} : { action }), ...(params === undefined ? {} : { params }) };
}
