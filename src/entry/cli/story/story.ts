import { costWords } from '#domain/cost-words.ts';
import type { Answer, Approval } from '#domain/facts.ts';
import { dayAndTime, duration } from '#entry/cli/durations.ts';
import { plain, wrap } from '#entry/cli/plain-text.ts';
import { mustBeNamed, planName } from '#entry/cli/plan-option.ts';
import { stateStyle, stateWord, tookText } from '#entry/cli/state-style.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { IncidentDetail } from '#entry/views/incident-view.ts';
import { questionView } from '#entry/views/question-view.ts';
import type { RulesRecord } from '#entry/views/rules-record.ts';
import { stateChanges } from '#entry/views/state-changes.ts';
import type { StateView } from '#entry/views/state-view.ts';
import { analysisLines } from './analysis-lines.ts';
import { callLine } from './call-line.ts';
import { changeLines } from './change-lines.ts';
import { evidenceLines, gapLines } from './evidence-lines.ts';
import { timeline } from './timeline.ts';

type Screen = Pick<Terminal, 'width' | 'paint'>;

/** The whole story of an incident for a person, in the order in which one asks; a question comes last, where the screen stands still. */
export function story(incident: IncidentDetail, screen: Screen, self: string, record?: RulesRecord): string {
  const told = (...sections: readonly (readonly Line[])[]): readonly string[] => sections.flat().flatMap((line) => shown(line, screen));
  const before = [what(incident), why(incident, record), evidence(incident), model(incident)];
  const outcome = [decision(incident), plan(incident), change(incident, screen), question(incident), writes(incident), end(incident)];
  const ledger = timeline(incident.ledger, screen);
  const order = incident.summary.waiting ? [told(...before), ledger, told(...outcome)] : [told(...before, ...outcome), ledger];
  return [headline(incident, screen), ...order.flatMap((part) => ['', ...part]), '', ...advice(incident, self)].join('\n').trimEnd();
}

/** One label with its text; without a label it goes on with the one before. `set`: already laid out, not wrapped. */
interface Line {
  readonly label?: string;
  readonly text: string;
  readonly set?: true;
}
const labelWidth = 11;

function shown({ label = '', text, set }: Line, { width, paint }: Screen): readonly string[] {
  const head = label === '' ? ' '.repeat(labelWidth) : paint('bold', label) + ' '.repeat(labelWidth - label.length);
  const lines = set === true ? [text] : wrap(plain(text), width - labelWidth);
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(labelWidth)) + line);
}

function headline({ summary, id, title, severity }: IncidentDetail, { paint }: Screen): string {
  const took = tookText(summary);
  return `${paint('bold', id)}  ${paint(stateStyle(summary), stateWord(summary))}${took === '' ? '' : ` in ${took}`}\n${plain(title)} (${summary.class}, severity ${severity})`;
}

function what({ resource, signal, summary, repeats, openedAt }: IncidentDetail): readonly Line[] {
  const { actor } = signal;
  const from = [actor?.sourceIp, actor?.userAgent?.split(' ')[0]].filter((each) => each !== undefined).join(', ');
  const attested = signal.rank === 'attested' ? 'attested by AWS' : 'reported, not attested by AWS';
  return [
    { label: 'What', text: `${resource.type} ${resource.id}` },
    { text: `account ${resource.account}, ${resource.region}` },
    ...(summary.wrong === null ? [] : [{ text: `observed: ${summary.wrong}` }]),
    { label: 'Who', text: `${summary.actor ?? 'nobody is named'}${from === '' ? '' : ` from ${from}`} (${attested})` },
    ...(signal.operation === undefined ? [] : [{ text: `by ${signal.operation}` }]),
    {
      label: 'When',
      text: `${dayAndTime(signal.at)}, opened ${dayAndTime(openedAt)}${repeats === 0 ? '' : `, came again ${repeats === 1 ? 'once' : `${repeats} times`}`}`,
    },
  ];
}

function why({ diagnosis }: IncidentDetail, record: RulesRecord | undefined): readonly Line[] {
  if (diagnosis === undefined) return [{ label: 'Why', text: 'not diagnosed yet' }];
  return [
    { label: 'Why', text: diagnosis.cause },
    {
      label: 'Score',
      text: `${diagnosis.score} of 1, confidence ${diagnosis.confidence}${record === undefined ? '' : `, right ${record.right} of ${record.of} times`}`,
    },
    ...diagnosis.contributions.map(({ name, weight, why: because }) => ({ text: `${weight < 0 ? '' : '+'}${weight} ${name}: ${because}` })),
    ...(diagnosis.tagsError === undefined ? [] : [{ text: `its tags could not be read: ${diagnosis.tagsError}` }]),
  ];
}

function model({ diagnosis }: IncidentDetail): readonly Line[] {
  return (diagnosis === undefined ? [] : analysisLines(diagnosis)).map((text, index) => ({
    ...(index === 0 ? { label: 'Model' } : {}),
    text,
  }));
}

function evidence({ diagnosis }: IncidentDetail): readonly Line[] {
  if (diagnosis === undefined) return [];
  const labelled = (label: string, texts: readonly string[]): readonly Line[] =>
    texts.map((text, index) => (index === 0 ? { label, text } : { text }));
  return [...labelled('Evidence', evidenceLines(diagnosis)), ...labelled('Not read', gapLines(diagnosis))];
}

function decision({ decision: made, approval, answer, summary }: IncidentDetail): readonly Line[] {
  if (made === undefined) return [];
  const said =
    answer === undefined || approval?.by === answer.by
      ? []
      : [{ text: `${named(answer)} said ${answer.answer}${answer.reason === undefined ? '' : `: ${answer.reason}`}` }];
  return [
    { label: 'Decision', text: `${made.verdict} (mode ${made.mode}): ${made.because}` },
    ...made.reasons.map(({ rule, verdict, because, where }) => ({
      text: `${verdict.padEnd(5)} ${rule}: ${because}${where === undefined ? '' : ` (${where})`}`,
    })),
    ...(approval === undefined || summary.waiting ? [] : [{ label: 'Approved', text: approvedBy(approval, answer) }]),
    ...said,
  ];
}

/** Whose permission it was; a name that somebody gave themselves stands with the account that said it. */
function approvedBy({ by, channel, at, with: others = [] }: Approval, answer: Answer | undefined): string {
  if (channel === 'policy') return `by the policy at ${dayAndTime(at)}`;
  const last = answer?.by === by ? named(answer) : by;
  return `by ${[...others, last].join(' and ')} (${channel}) at ${dayAndTime(at)}`;
}

const named = ({ by, through }: Answer): string => (through === undefined ? by : `${by}, said by ${through}`);

function plan({ plan: made }: IncidentDetail): readonly Line[] {
  if (made === undefined) return [];
  const calls = made.rounds.flatMap((round, index) =>
    round.map((call) => ({ text: `${made.rounds.length > 1 ? `round ${index + 1}  ` : ''}${callLine(call)}` })),
  );
  const undo = { undo: 'can be rolled back', 'nothing-to-undo': 'nothing to undo', irreversible: 'cannot be undone' }[made.undo];
  return [{ label: 'Plan', text: `${made.action}; ${undo}; ${costWords(made.cost)}` }, ...calls];
}

/** What was against what is; before anything was written, against what the plan should leave. */
function change({ before, after, predicted }: IncidentDetail, screen: Screen): readonly Line[] {
  const then = after ?? predicted;
  if (before === null || then === null) return [];
  const unreadable = [before, then].map((state) => state.unreadable).find((each) => each !== undefined);
  if (unreadable !== undefined) return [{ label: 'Change', text: unreadable }];
  const lines = changeLines(stateChanges(before.state, then.state), screen);
  const heading = after === null ? 'as planned' : `as read at ${dayAndTime(timeOf(after))}`;
  return [
    { label: 'Change', text: lines.length === 0 ? `${heading}: none` : heading },
    ...lines.map((text) => ({ text, set: true as const })),
  ];
}

/** What else a yes or no needs: what changed since the last question, the risk, whose yes it takes. */
function question(detail: IncidentDetail): readonly Line[] {
  const view = questionView(detail);
  if (view === undefined) return [];
  const { changed, risk, yes, wants } = view;
  return [
    ...changed.map((text, index) => ({ ...(index === 0 ? { label: 'Since then' } : {}), text })),
    { label: 'Risk', text: risk },
    ...(yes.length === 0 ? [] : [{ label: 'Said yes', text: yes.join(', ') }]),
    { label: 'Wants', text: `a yes of ${wants}` },
  ];
}

const timeOf = ({ at }: StateView): number => at ?? 0;

function writes({ calls, awsCalls, awsMs, plan: made }: IncidentDetail): readonly Line[] {
  if (calls.length === 0) return made === undefined ? [] : [{ label: 'Writes', text: `none (${awsCalls} reads)` }];
  return [
    ...calls.map(({ service, operation, outcome, requestId, ms, error, stage }, index) => ({
      ...(index === 0 ? { label: 'Writes' } : {}),
      text: [
        `${service}:${operation}`,
        stage === 'remediation' ? '' : `(${stage})`,
        outcome,
        requestId === null ? '' : `request id ${requestId}`,
        ms === null ? '' : `${Math.round(ms)} ms`,
        error ?? '',
      ]
        .filter((part) => part !== '')
        .join('  '),
    })),
    { text: `${awsCalls} AWS calls in all, ${duration(awsMs)} of waiting for AWS` },
  ];
}

function end({ verification, rollback, why: because, broken, decision: made, summary }: IncidentDetail): readonly Line[] {
  return [
    ...(verification === undefined ? [] : [{ label: 'Verified', text: `${verification.result}: ${verification.because}` }]),
    ...(rollback === undefined
      ? []
      : [{ label: 'Rollback', text: `${rollback.restored ? 'restored' : 'not restored'}, by ${rollback.by}: ${rollback.because}` }]),
    ...(because === verification?.because || because === made?.because ? [] : [{ label: 'Now', text: because }]),
    ...(summary.expiresAt === null ? [] : [{ label: 'Expires', text: dayAndTime(Date.parse(summary.expiresAt)) }]),
    {
      label: 'Ledger',
      text: broken === null ? 'every entry follows from the one before it' : `BROKEN at entry ${broken.seq}: ${broken.because}`,
    },
  ];
}

/** What to do now; the runbook of an action has its id. */
function advice(incident: IncidentDetail, self: string): readonly string[] {
  const { id, stage, summary, plan: made, action } = incident;
  const named = made !== undefined && mustBeNamed(incident) ? ` --plan ${planName(made.hash)}` : '';
  const read = action === undefined ? [] : [`Read about it: ${self} runbooks ${action.id}`];
  if (summary.waiting)
    return [
      `Your answer:   ${self} approve ${id}${named}`,
      `         or:   ${self} reject ${id} --reason "…"`,
      `         or:   ${self} snooze ${id}`,
      ...read,
    ];
  if (stage === 'escalated') return [...read, 'Once it is mended, or to try again:', `  ${self} retry ${id}`];
  return stage === 'healed' && made?.undo === 'undo' ? [`To undo it:    ${self} rollback ${id}`] : [];
}
