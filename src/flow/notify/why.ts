import type { IncidentDocument } from '#domain/incident.ts';
import { said } from './said.ts';

/** What matters most first: where it stands when it has ended, else what is wrong. What another sentence says already is left out. */
export function whyOf({ stage, diagnosis, decision, why, verification, rollback, closedAt }: IncidentDocument): readonly string[] {
  const over = closedAt !== undefined;
  const stands = why === 'opened' ? undefined : stage === 'healed' ? capital(why) : why;
  const asked =
    decision === undefined || decision.verdict === 'act'
      ? undefined
      : `It ${over ? 'was' : 'is'} ${verdicts[decision.verdict]} because ${decision.because}`;
  const told = [
    ...(over ? [stands] : []),
    // What was wrong may be so no longer.
    over && diagnosis?.wrong !== undefined ? `Found: ${diagnosis.wrong}` : capital(diagnosis?.wrong),
    diagnosis?.cause,
    asked,
    capital(verification?.because),
    capital(rollback?.because),
    ...(over ? [] : [stands]),
  ].flatMap((each) => (each === undefined || said(each) === '' ? [] : [said(each)]));
  const plain = told.map((each) => each.toLowerCase().replace(/\.$/, ''));
  return told
    .filter((_, at) => !plain.some((other, index) => other.includes(plain[at] ?? '') && (other !== plain[at] || index < at)))
    .map((each) => (/[.!?…]$/.test(each) ? each : `${each}.`));
}

/** Of our own words only: what begins with a name stays as it is. */
const capital = (text: string | undefined): string | undefined => text && text.charAt(0).toUpperCase() + text.slice(1);

const verdicts = { ask: 'asked', leave: 'left alone' } as const;
