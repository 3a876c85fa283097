import { fileURLToPath } from 'node:url';
import { actions as actionIndex } from '#catalogue/actions/index.ts';
import { meaningOf } from '#catalogue/calls/meaning-of.ts';
import { isObject } from '#catalogue/sources/fields.ts';
import { sources } from '#catalogue/sources/index.ts';
import { asHealError, type HealError } from '#domain/heal-error.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Drop, Signal } from '#domain/signal.ts';
import { buildIndex } from '#matching/build-index.ts';
import type { Action, Catalogue, Detection, Match, Parsed } from '#ports/catalogue.ts';
import type { Intake } from './define-source.ts';
import { detectionFolder } from './detection-folder.ts';
import { wants } from './detections/detection-file.ts';
import { succeeded, withReadings } from './detections/event-readings.ts';
import { bound } from './detections/remedy-of.ts';
import { surroundingsOf } from './evidence/surroundings.ts';
import { type LoadedDetection, type LoadedFolder, loadDetections, loadShipped } from './load-detections.ts';
import { burstDetections, repetitionsOf } from './repetitions.ts';
import { unwrap } from './unwrap.ts';

/** The catalogue with what only its owner needs: which files are refused, and the detections as they are written, as of the last reload. */
export interface OpenCatalogue extends Catalogue {
  readonly refused: readonly HealError[];
  readonly written: readonly LoadedDetection[];
  /** Reads what changed in the user's folders; true when something did. Throws HealError `bad-detection` when one cannot be read: all stays as it was. */
  reload(): Promise<boolean>;
}

interface CatalogueOptions {
  /** Actions beside ours. */
  readonly ownActions?: readonly Action[];
  /** Folders of detections beside ours; one that is not there is empty. */
  readonly folders?: readonly string[];
  /** Reads our own detections from their YAML, and tries their examples too. */
  readonly tryOurExamples?: boolean;
}

const ours = fileURLToPath(new URL('./detections', import.meta.url));
const shippedFile = fileURLToPath(new URL('./detections/shipped.json', import.meta.url));

/** Opens our catalogue and the user's folders beside it. Throws HealError `bad-detection` when a folder cannot be read. */
export async function openCatalogue({
  ownActions = [],
  folders = [],
  tryOurExamples = false,
}: CatalogueOptions = {}): Promise<OpenCatalogue> {
  const ourActions = await Promise.all(Object.values(actionIndex).map((load) => load()));
  const loaded = [...ourActions, ...ownActions.filter(({ id }) => !Object.hasOwn(actionIndex, id))];
  const actions = new Map(loaded.map((action) => [action.id, action]));
  const options = { actions, parse: (document: Json) => parse(document, 0, { trusted: false }) };
  const own = folders.map((folder) => detectionFolder(folder, options));
  const [shipped] = await Promise.all([
    tryOurExamples ? loadDetections(ours, options) : loadShipped(shippedFile, actions),
    ...own.map((folder) => folder.refresh()),
  ]);
  let current = assembled([shipped, ...own]);
  const controls = controlsOf(loaded);

  return {
    get refused() {
      return current.refused;
    },
    get written() {
      return current.written;
    },
    async reload() {
      const changed = await Promise.all(own.map((folder) => folder.refresh()));
      if (!changed.includes(true)) return false;
      current = assembled([shipped, ...own]);
      return true;
    },
    parse,
    match: async (signal, event) =>
      signal.over !== undefined
        ? []
        : [
            ...(succeeded(event)
              ? current.index.match(withReadings(event)).flatMap((detection) => matchOf(detection, signal, event, actions))
              : []),
            ...(signal.controls ?? []).flatMap((id) => (controls.get(id) ?? []).flatMap((action) => controlMatches(id, action, signal))),
          ],
    meaning: meaningOf,
    surroundings: surroundingsOf,
    repetitions: repetitionsOf,
    action: async (id) => actions.get(id),
    actions: async () => loaded,
    detections: () => [
      ...current.written.map(summary),
      ...Object.values(burstDetections),
      ...[...controls].map(([id, [action]]) => controlDetection(id, action)),
    ],
  };
}

function assembled(parts: readonly LoadedFolder[]) {
  const { kept, refused } = withoutDuplicates(parts.flatMap(({ detections }) => detections));
  return { written: kept, refused: [...parts.flatMap((part) => part.refused), ...refused], index: buildIndex(kept) };
}

/** Reads a document through the first source that recognises it; what none does is a drop. */
function parse(document: Json, receivedAt: number, intake: Intake): Parsed {
  const parts = [...unwrap(document)].map((part) =>
    'drop' in part
      ? { signals: [], drops: [part.drop] }
      : parseOne(part.document, receivedAt, { trusted: intake.trusted && !part.forwarded, topic: part.topic }),
  );
  return { signals: parts.flatMap(({ signals }) => signals), drops: parts.flatMap(({ drops }) => drops) };
}

function parseOne(document: JsonObject, receivedAt: number, intake: Intake): Parsed {
  const source = sources.find((each) => each.recognises(document));
  const dropped = (because: string, detail: string): Parsed => ({ signals: [], drops: [{ because, detail } satisfies Drop] });
  if (source === undefined) {
    const forwarded = forwardedIn(document);
    return forwarded === undefined
      ? dropped('unknown-source', `no source knows ${what(document)}`)
      : parseOne(forwarded, receivedAt, { ...intake, trusted: false });
  }
  try {
    return source.parse(document, receivedAt, intake);
  } catch (error) {
    return dropped('malformed', `${source.id}: ${asHealError(error).message}`);
  }
}

/** A bare document that somebody put into an event of their own; whoever it is from, the event is not AWS's. */
function forwardedIn({ source, detail }: JsonObject): JsonObject | undefined {
  const ofAws = typeof source === 'string' && source.startsWith('aws.');
  return !ofAws && isObject(detail) && sources.some((each) => each.recognises(detail)) ? detail : undefined;
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
    if (kept.has(detection.id)) refused.push(detection.twice());
    else kept.set(detection.id, detection);
  }
  return { kept: [...kept.values()], refused };
}

function matchOf(detection: LoadedDetection, signal: Signal, event: Json, actions: ReadonlyMap<string, Action>): readonly Match[] {
  if (!wants(detection, signal.resource.type)) return [];
  const about = filedUnder(detection, signal);
  const found = fitting(() => detection.remedy?.(about, event));
  const action = detection.action === undefined ? undefined : actions.get(detection.action);
  return [
    {
      detection: summary(detection),
      ...(found === undefined ? {} : { remedy: found }),
      ...(about === signal.resource ? {} : { resource: about }),
      ...placed({ resource: about }, action),
    },
  ];
}

/** What happens to anything in an account and matters to the account as a whole is filed under the account; where something heals it, in the region where it does. */
function filedUnder({ resource, action }: LoadedDetection, { resource: hit }: Signal): ResourceRef {
  if (resource !== 'AWS::::Account' || hit.type === resource) return hit;
  const region = action === undefined ? 'global' : hit.region;
  return { type: resource, id: hit.account, partition: hit.partition, account: hit.account, region };
}

/** What an account has once is one resource, so that findings of many regions are one incident. */
const placed = ({ resource }: Pick<Signal, 'resource'>, action: Action | undefined): Pick<Match, 'resource'> =>
  action?.everyRegion === true && resource.region !== 'global' ? { resource: { ...resource, region: 'global' } } : {};

/** Every condition that the action knows on the resource: which of them the control meant, the observed state tells. */
function controlMatches(id: string, action: Action, signal: Signal): readonly Match[] {
  if (action.resource !== signal.resource.type) {
    const names = signal.resource.type === 'AWS::::Account' && action.inAccount(id) !== undefined;
    return names ? [{ detection: controlDetection(id, action), among: { action: action.id, finding: id } }] : [];
  }
  return action.meantBy(id, signal.resource).flatMap((params) => {
    const found = fitting(() => bound(action, params));
    return found === undefined ? [] : [{ detection: controlDetection(id, action), remedy: found, ...placed(signal, action) }];
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
