import { asHealError, type HealError } from '#domain/heal-error.ts';
import type { Peeking } from '#ports/cloud.ts';
import type { Answer } from './services.ts';

/** How long an answer stands for the same question asked again, milliseconds: in a storm many ask at once, and what is older may be untrue. */
const answerMs = 1_000;
/** What AWS refused for good is asked again only after a minute, what it throttled after a second. */
const refusedMs = 60_000;
const throttledMs = 1_000;
const mostAnswers = 64;

/** One question as it goes to AWS. */
interface Asked {
  /** The whole question: site, service, operation, input. */
  readonly key: string;
  /** The question without its input: what no input can change is known by this. */
  readonly operation: string;
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

interface Kept {
  /** When it was asked for. */
  readonly at: number;
  readonly until: number;
  readonly answer: Answer | HealError;
}
type Remember = (key: string, answer: Kept['answer'], how: { readonly at: number; readonly milliseconds: number }) => void;
interface Flying {
  readonly at: number;
  readonly asking: Promise<Answer>;
  readonly stop: AbortController;
  waiting: number;
}

/** Asks what several want to know at the same time only once, and for a second answers the same question from memory, to whoever takes an answer of that age; a few refusals of AWS longer. */
export function sharedAnswers(now: () => number): (asked: Asked, until: Peeking) => Promise<Answer> {
  const kept = new Map<string, Kept>();
  const flying = new Map<string, Flying>();

  const remember: Remember = (key, answer, { at, milliseconds }) => {
    kept.delete(key);
    kept.set(key, { at, answer, until: now() + milliseconds });
    const oldest = kept.keys().next().value;
    if (kept.size > mostAnswers && oldest !== undefined) kept.delete(oldest);
  };
  const recall = (key: string, since: number): Kept['answer'] | undefined => {
    const found = kept.get(key);
    if (found === undefined || found.until <= now()) return undefined;
    // A refusal holds whatever happened meanwhile; an answer does not.
    return found.answer instanceof Error || found.at >= since ? found.answer : undefined;
  };
  const fly = ({ key, operation, ask }: Asked): Flying => {
    const at = now();
    const stop = new AbortController();
    const asking = ask(stop.signal).then(
      (answer) => {
        remember(key, answer, { at, milliseconds: answerMs });
        return answer;
      },
      (thrown: unknown) => {
        const error = asHealError(thrown);
        if (!stop.signal.aborted) keepRefusal(error, { key, operation, at }, remember);
        throw error;
      },
    );
    const flight = { at, asking, stop, waiting: 0 };
    flying.set(key, flight);
    const landed = (): void => void (flying.get(key) === flight && flying.delete(key));
    asking.then(landed, landed);
    return flight;
  };

  return async (asked, { signal, since }) => {
    const known = recall(asked.operation, since) ?? recall(asked.key, since);
    if (known instanceof Error) throw known;
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const present = flying.get(asked.key);
    const flight = present !== undefined && present.at >= since ? present : fly(asked);
    flight.waiting += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([flight.asking, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      flight.waiting -= 1;
      // Nobody wants to know any more: the request ends too.
      if (flight.waiting === 0 && signal.aborted) {
        if (flying.get(asked.key) === flight) flying.delete(asked.key);
        flight.stop.abort(signal.reason);
      }
    }
  };
}

/** Names of refusals that hold for an operation whatever it is asked about: a support plan, a recorder, a service that is missing, answers of an emulator that the SDK cannot read. */
const foreverNames = new Set([
  'SubscriptionRequiredException',
  'OptInRequired',
  'NoAvailableConfigurationRecorderException',
  'SyntaxError',
  'TypeError',
]);

function keepRefusal(
  error: HealError,
  { key, operation, at }: Pick<Asked, 'key' | 'operation'> & { readonly at: number },
  remember: Remember,
): void {
  if (error.details?.['aws'] === 'not-asked') return;
  if (error.code === 'throttled') remember(operation, error, { at, milliseconds: throttledMs });
  else if (error.code === 'unsupported-operation' || foreverNames.has(String(error.details?.['aws'])))
    remember(operation, error, { at, milliseconds: refusedMs });
  else if (error.retry === 'never') remember(key, error, { at, milliseconds: answerMs });
}
