import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import type { Driver } from '#ports/driver.ts';
import { type Admission, admit } from './admit.ts';
import { askingOnce } from './asking-once.ts';
import { echoOf } from './echo.ts';
import { look } from './look.ts';
import type { Tools } from './tools.ts';

/** What became of one signal, or why something that came in is not one. */
export type Reception =
  | { readonly became: 'opened' | 'repeat' | 'duplicate'; readonly incident: string; readonly signal: Signal; readonly detection: string }
  | { readonly became: 'echo'; readonly incident: string; readonly signal: Signal }
  | { readonly became: 'unmatched'; readonly signal: Signal }
  | { readonly became: 'dropped'; readonly because: string; readonly detail: string };

export interface Receiving extends Tools {
  readonly driver: Driver;
  /** Told of every signal that is neither an echo nor part of an incident: the recorder learns good states from these. */
  learned?(signal: Signal): Promise<void>;
}

const heldMs = 150;
/** A signal is held back this long for an incident that does not end; then whoever brought it tries again. */
const longestHoldMs = 15 * 60_000;

/** Takes in one document: every signal in it is admitted or counted with a reason. Comes back when all of it is stored. */
export async function receive(document: Json, receivedAt: number, trusted: boolean, tools: Receiving): Promise<readonly Reception[]> {
  const { signals, drops } = parsed(document, receivedAt, trusted, tools);
  const receptions: Reception[] = drops.map(({ because, detail }) => ({ became: 'dropped', because, detail }));
  for (const { signal, event } of signals) receptions.push(...(await receiveSignal(signal, event, receivedAt, tools)));
  return receptions;
}

/** A document that a source cannot parse is a counted drop, never a crash. */
function parsed(
  document: Json,
  receivedAt: number,
  trusted: boolean,
  { catalogue }: Receiving,
): ReturnType<Receiving['catalogue']['parse']> {
  try {
    return catalogue.parse(document, receivedAt, { trusted });
  } catch (thrown) {
    return { signals: [], drops: [{ because: 'malformed', detail: asHealError(thrown).message }] };
  }
}

async function receiveSignal(signal: Signal, event: Json, receivedAt: number, tools: Receiving): Promise<readonly Reception[]> {
  const echo = await untilFree(
    () => echoOf(signal, tools),
    (answer) => answer === 'held',
    tools,
  );
  if (echo !== undefined) return [{ became: 'echo', incident: echo.echo, signal }];
  const found = await whatIsTrue(await tools.catalogue.match(signal, event), signal, tools);
  if (found.length === 0) {
    await tools.learned?.(signal);
    return [{ became: 'unmatched', signal }];
  }
  const receptions: Reception[] = [];
  for (const match of found) {
    const admission = await untilFree(
      () => admit(signal, event, match, receivedAt, tools),
      (answer): answer is Extract<Admission, { admitted: 'held' }> => answer.admitted === 'held',
      tools,
    );
    receptions.push(await taken(admission, signal, match.detection.id, tools));
  }
  return receptions;
}

/** A finding may mean several conditions of its resource: those that are there become incidents, or when none is, the first. */
async function whatIsTrue(found: readonly Match[], signal: Signal, tools: Receiving): Promise<readonly Match[]> {
  const meanings = Map.groupBy(found, ({ detection, remedy }) => `${detection.id}|${remedy?.action}`);
  if ([...meanings.values()].every(({ length }) => length === 1)) return found;
  const cloud = askingOnce(tools.cloud);
  const isThere = async ({ remedy }: Match): Promise<boolean> => {
    const action = remedy === undefined ? undefined : await tools.catalogue.action(remedy.action);
    return action !== undefined && (await look(action.with(remedy?.params ?? {}), signal.resource, { cloud })).seen === 'wrong';
  };
  const kept = await Promise.all(
    [...meanings.values()].map(async (each) => {
      if (each.length === 1) return each;
      const seen = await Promise.all(each.map(isThere));
      const there = each.filter((_, position) => seen[position]);
      return there.length === 0 ? each.slice(0, 1) : there;
    }),
  );
  return kept.flat();
}

async function taken(
  admission: Exclude<Admission, { admitted: 'held' }>,
  signal: Signal,
  detection: string,
  { driver }: Receiving,
): Promise<Reception> {
  if (admission.admitted === 'opened') {
    await driver.start(admission.incident);
    return { became: 'opened', incident: admission.incident.id, signal, detection };
  }
  return { became: admission.admitted, incident: admission.incident, signal, detection };
}

async function untilFree<T, Held extends T>(
  ask: () => Promise<T>,
  isHeld: (answer: T) => answer is Held,
  { clock }: Receiving,
): Promise<Exclude<T, Held>> {
  const deadline = clock.now() + longestHoldMs;
  for (;;) {
    const answer = await ask();
    if (isFree(answer, isHeld)) return answer;
    if (clock.now() >= deadline)
      throw new HealError('timed-out', 'An incident that acts on the same resource did not end in 15 minutes: the event is tried again.', {
        retry: 'later',
      });
    await clock.sleep(heldMs);
  }
}

const isFree = <T, Held extends T>(answer: T, isHeld: (answer: T) => answer is Held): answer is Exclude<T, Held> => !isHeld(answer);
