import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import type { Signal } from '#domain/signal.ts';
import type { Match } from '#ports/catalogue.ts';
import type { Driver } from '#ports/driver.ts';
import { type Admission, admit, type Beside } from './admit.ts';
import { echoOf } from './echo.ts';
import { eventOf } from './habits/habits.ts';
import type { Judgement, KeptHabits } from './habits/keep-habits.ts';
import { namesResource } from './kept-signal.ts';
import type { Tools } from './tools.ts';
import { whatIsTrue } from './what-is-true.ts';

/** What became of one signal, or why something that came in is not one. */
export type Reception =
  | { readonly became: 'opened' | 'repeat' | 'duplicate'; readonly incident: string; readonly signal: Signal; readonly detection: string }
  | { readonly became: 'echo'; readonly incident: string; readonly signal: Signal }
  | { readonly became: 'unmatched'; readonly signal: Signal }
  | { readonly became: 'dropped'; readonly because: string; readonly detail: string };

export interface Receiving extends Tools {
  readonly driver: Driver;
  /** What principals and accounts usually do; absent where nothing is to be learned. */
  readonly habits?: KeptHabits;
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
  for (const ofEvent of Map.groupBy(signals, ({ signal }) => eventOf(signal)).values()) {
    const received: Reception[] = [];
    for (const { signal, event } of ofEvent) received.push(...(await receiveSignal(signal, event, receivedAt, tools)));
    receptions.push(...received);
    await tools.habits?.learn(ofEvent.flatMap(({ signal }) => (received.some((one) => isEchoOf(one, signal)) ? [] : [signal])));
  }
  return receptions;
}

/** What we did ourselves is nobody's habit. */
const isEchoOf = (reception: Reception, signal: Signal): boolean => reception.became === 'echo' && reception.signal === signal;

/** A document that a source cannot parse is a counted drop, never a crash. */
function parsed(
  document: Json,
  receivedAt: number,
  trusted: boolean,
  { catalogue }: Receiving,
): ReturnType<Receiving['catalogue']['parse']> {
  try {
    const { signals, drops } = catalogue.parse(document, receivedAt, { trusted });
    const nameless = signals.filter(({ signal }) => !namesResource(signal));
    const detail = 'the name of its resource is longer than AWS has any';
    return {
      signals: signals.filter(({ signal }) => namesResource(signal)),
      drops: [...drops, ...nameless.map(() => ({ because: 'malformed', detail }))],
    };
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
  const { contributions: habits, bursts } = (await tools.habits?.judge(signal)) ?? nothingKnown;
  const receptions: Reception[] = [];
  const take = async (one: Signal, match: Match, beside: Beside): Promise<void> => {
    const admission = await untilFree(
      () => admit(one, event, match, receivedAt, tools, beside),
      (answer): answer is Extract<Admission, { admitted: 'held' }> => answer.admitted === 'held',
      tools,
    );
    receptions.push(await taken(admission, one, match.detection.id, tools));
  };
  for (const match of found) await take(match.resource === undefined ? signal : { ...signal, resource: match.resource }, match, { habits });
  for (const { detection, resource, counted } of bursts)
    await take({ ...signal, id: eventOf(signal), title: `many ${counted}`, resource }, { detection }, { habits, quietMs: burstQuietMs });
  if (found.length === 0) await tools.learned?.(signal);
  return receptions.length === 0 ? [{ became: 'unmatched', signal }] : receptions;
}

const nothingKnown: Judgement = { contributions: [], bursts: [] };
/** A burst that pauses for less than an hour is the same story. */
const burstQuietMs = 60 * 60_000;

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
