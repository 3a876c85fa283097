import { redacted } from '#domain/redaction/redact.ts';
import type { Actor, Signal } from '#domain/signal.ts';

/** AWS cuts a user agent and an error message at 1 KB; what comes from elsewhere may be of any length, and must not keep an incident from being stored. */
const longest = { title: 512, words: 1_024, arn: 2_048, controls: 40, control: 200 } as const;

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** No ARN of AWS is longer than 2,048 characters, and no id: what is longer names no resource. */
export const namesResource = ({ resource: { type, id, arn = '' } }: Pick<Signal, 'resource'>): boolean =>
  [type, id, arn].every((text) => text.length <= longest.arn);

/** A signal as it is kept: without secrets in what others wrote into it, and with every text of theirs bounded; the event itself is kept whole beside it. */
export function keptSignal(signal: Signal): Signal {
  const { actor, title, controls, measured } = signal;
  return {
    ...signal,
    ...bounded(signal, ['requestId', 'operation', 'failed', 'over'], longest.control),
    title: cut(redacted(title), longest.title),
    ...(measured === undefined ? {} : { measured: { ...measured, of: cut(measured.of, longest.title) } }),
    ...(controls === undefined ? {} : { controls: controls.slice(0, longest.controls).map((each) => cut(each, longest.control)) }),
    ...(actor === undefined ? {} : { actor: keptActor(actor) }),
  };
}

const keptActor = (actor: Actor): Actor => ({
  ...actor,
  ...bounded(actor, ['type', 'account', 'accessKey'], longest.control),
  ...bounded(actor, ['arn', 'role'], longest.arn),
  ...bounded(actor, ['session', 'sourceIp', 'userAgent'], longest.words, redacted),
});

/** These texts of an object, those that it has. */
function bounded<Of extends object>(
  of: Of,
  names: readonly (keyof Of & string)[],
  most: number,
  clean: (text: string) => string = (text) => text,
): { readonly [key: string]: string } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = of[name];
      return typeof text === 'string' ? [[name, cut(clean(text), most)]] : [];
    }),
  );
}
