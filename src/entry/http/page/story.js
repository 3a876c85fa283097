import { ago, duration, element, full, pill } from './element.js';
import { evidenceSection } from './evidence.js';
import { opinionSection } from './opinion.js';

const json = (value) => JSON.stringify(value);
const section = (title, ...children) => element('section', {}, element('h3', {}, title), ...children);
const code = (text) => element('code', {}, text);
const facts = (...rows) =>
  element('dl', { className: 'facts' }, ...rows.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));

/** A call as it is sent: service, operation, input. */
const call = ({ service, operation, input }) => element('pre', { className: 'call', tabIndex: 0 }, element('b', {}, `${service}:${operation}`), `\n${JSON.stringify(input, null, 2)}`);

/** Differences line by line: what was there in red with a minus, what is there in green with a plus. */
export function diff(changes) {
  if (changes.length === 0) return element('p', { className: 'quiet' }, 'No difference.');
  const line = (sign, path, value) => element('span', { className: sign === '+' ? 'plus' : 'minus' }, `${sign} ${path === '' ? '' : `${path}: `}${json(value)}\n`);
  return element(
    'pre',
    { className: 'diff', tabIndex: 0, 'aria-label': 'Before and after' },
    ...changes.flatMap(({ path, before, after }) => [before === undefined ? null : line('-', path, before), after === undefined ? null : line('+', path, after)]),
  );
}

const outages = { none: 'no outage', brief: 'a brief outage', possible: 'an outage is possible' };
const riskText = ({ risk }) => `${risk.level}, ${outages[risk.outage]}; touches ${risk.blastRadius}`;
const undoText = ({ undo }) => (undo.kind === 'undo' ? 'can be rolled back' : `${undo.kind === 'irreversible' ? 'irreversible' : 'nothing to undo'}: ${undo.because}`);

const reasonList = ({ reasons, because }) =>
  element(
    'ul',
    { className: 'reasons' },
    ...reasons.map((reason) =>
      element(
        'li',
        { className: reason.because === because ? 'decisive' : undefined },
        element('span', { className: `verdict ${reason.verdict}` }, reason.verdict),
        element('span', {}, reason.because, element('small', {}, ` ${reason.rule}${reason.where === undefined ? '' : `, ${reason.where}`}`)),
      ),
    ),
  );

/** What changed since the last question, and whose yes is still wanted, where that is more than anybody's. */
export const standing = ({ summary, question }) => [
  ...(question?.changed === undefined ? [] : [element('div', { className: 'changed' }, element('strong', {}, 'Changed since the last question'), element('ul', {}, ...question.changed.map((each) => element('li', {}, each))))]),
  ...(summary.yes.length === 0 ? [] : [element('p', { className: 'quiet' }, `${summary.yes.join(', ')} said yes. It still takes a yes of ${summary.wants}.`)]),
];

/** Why not? */
export function rejectQuestion(summary, { yes, no }) {
  const reason = element('textarea', { rows: '3', maxlength: '500', 'aria-label': 'Why not?', placeholder: 'It stands in the ledger', autofocus: true });
  const form = element(
    'form',
    { method: 'dialog' },
    reason,
    element('div', { className: 'controls' }, element('button', { type: 'submit', className: 'danger' }, 'Reject'), element('button', { type: 'button', onclick: no }, 'Back')),
  );
  form.addEventListener('submit', () => yes(reason.value.trim()));
  return [element('h2', { id: 'confirm-title' }, `Reject the fix of ${summary.resource}?`), element('p', {}, 'Nothing is written to AWS. Why not?'), form];
}

/** What would be sent, what it costs and risks, and what it would change: everything that a yes or no needs. */
export const proposal = ({ plan, decision, diagnosis, evidence, changes, cost, summary }, action) => [
  plan && section('It would send', ...plan.rounds.flat().map(call)),
  plan && section('That would change', diff(changes)),
  plan && facts(['Cost', cost], ['Risk', action && riskText(action)], ['Afterwards', action && undoText(action)], ['Takes a yes of', summary.waiting ? summary.wants : undefined]),
  decision && section('Why it asks', reasonList(decision)),
  opinionSection({ diagnosis }),
  evidenceSection({ diagnosis, evidence }),
];

const what = ({ signal, diagnosis, repeats, resource, detection, severity }) =>
  section(
    'What happened',
    diagnosis && element('p', {}, diagnosis.cause),
    facts(
      ['Call', signal.operation && code(signal.operation)],
      ['By', signal.actor && element('span', {}, code(signal.actor.arn ?? signal.actor.type), signal.actor.sourceIp ? ` from ${signal.actor.sourceIp}` : '')],
      ['When', full(signal.at)],
      ['Resource', code(resource.arn ?? resource.id)],
      ['Account, region', `${resource.account}, ${resource.region}`],
      ['Told by', `${signal.source}, ${signal.rank}`],
      ['Detection', element('span', {}, code(detection), `, severity ${severity}`)],
      ['Repeats', repeats > 0 ? String(repeats) : undefined],
      ['Was wrong', diagnosis?.wrong],
    ),
  );

const score = ({ score: total, contributions, confidence, class: kind }) =>
  section(
    'How bad',
    element('p', {}, `A ${kind} with threat score ${total.toFixed(2)}, confidence ${confidence.toFixed(2)}.`),
    contributions.length > 0 &&
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Contribution'), element('th', { scope: 'col', className: 'number' }, 'Weight'), element('th', { scope: 'col' }, 'Why'))),
        element('tbody', {}, ...contributions.map(({ name, weight, why }) => element('tr', {}, element('td', {}, name), element('td', { className: 'number' }, `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`), element('td', {}, why)))),
      ),
  );

const outcomes = { done: 'done', refused: 'refused by AWS', unknown: 'not known whether it arrived', 'under-way': 'under way' };
const sent = (calls) =>
  section(
    'What was sent',
    ...calls.map((one) =>
      element(
        'div',
        { className: 'sent' },
        call(one),
        element('p', {}, `${outcomes[one.outcome]}${one.ms === null ? '' : ` in ${duration(one.ms)}`}${one.stage === 'rollback' ? ', to roll back' : ''} · `, full(one.at), one.requestId === null ? '' : element('span', {}, ' · AWS request ', code(one.requestId)), one.error === null ? '' : element('span', { className: 'wrong' }, ` · ${one.error}`)),
      ),
    ),
  );

const entryText = ({ kind, from, to, why, call: sending, service, operation, outcome, requestId, by, through, answer, reason, wants, again, changed, end, signal, title, detection }) => {
  if (kind === 'moved') return `${from} → ${to}: ${why}`;
  if (kind === 'intent') return `will send ${sending.service}:${sending.operation}`;
  if (kind === 'result') return `${service}:${operation} ${outcomes[outcome]}${requestId ? `, request ${requestId}` : ''}`;
  if (kind === 'answered') return `${by}${through ? ` (said by ${through})` : ''} said ${answer}${reason ? `: ${reason}` : ''}${wants ? `; it still takes a yes of ${wants}` : ''}`;
  if (kind === 'asked') return `${again ? `once more, ${again}: ` : ''}${why}${changed ? `; changed: ${changed.join('; ')}` : ''}`;
  if (kind === 'ended') return `${end}: ${why}`;
  if (kind === 'opened') return detection?.title ?? title ?? '';
  if (kind === 'repeated') return signal?.title ?? '';
  return why ?? '';
};

const ledger = ({ ledger: entries, broken }) =>
  section(
    'Ledger',
    element('p', { className: broken ? 'wrong' : 'quiet' }, broken ? `The chain does not hold at entry ${broken.seq}: ${broken.because}.` : `${entries.length} entries, each names the hash of the one before it; the chain holds.`),
    element(
      'ol',
      { className: 'ledger' },
      ...entries.map((entry) =>
        element('li', {}, element('time', { datetime: new Date(entry.at).toISOString(), title: new Date(entry.at).toLocaleString() }, new Date(entry.at).toLocaleTimeString()), element('b', {}, entry.kind), element('span', {}, entryText(entry)), element('code', { title: entry.hash }, entry.hash.slice(0, 8))),
      ),
    ),
  );

/** The whole story of one incident, for the open dialog. */
export function story(detail, action, controls) {
  const { summary, diagnosis, decision, calls, changes, after, verification, why } = detail;
  const waiting = summary.waiting;
  return [
    element(
      'div',
      { className: 'story-head' },
      element('div', {}, pill(summary.stage), element('h2', { id: 'story-title' }, summary.resource)),
      element('button', { type: 'button', className: 'close', 'aria-label': 'Close', onclick: controls.close }, '×'),
    ),
    element('p', { className: 'lead' }, element('strong', {}, summary.title), `: ${why}`),
    element('p', { className: 'quiet' }, `Account ${summary.account}, ${summary.region} · opened `, ago(summary.openedAt), summary.ms === null ? '' : `, healed in ${duration(summary.ms)}`, ' · ', code(summary.id)),
    element('div', { className: 'controls' }, ...controls.buttons),
    ...(waiting ? [...standing(detail), ...proposal(detail, action)] : []),
    what(detail),
    diagnosis && score(diagnosis),
    !waiting && opinionSection(detail),
    !waiting && evidenceSection(detail),
    decision && !waiting && section(`Decision: ${decision.verdict} (${decision.mode})`, reasonList(decision)),
    !waiting && detail.plan && calls.length === 0 && section('It would have sent', ...detail.plan.rounds.flat().map(call)),
    calls.length > 0 && sent(calls),
    !waiting && detail.before && detail.plan && section(after ? 'Before and after' : 'What the plan would change', diff(changes)),
    verification && section('Verification', element('p', {}, `${verification.because} (${verification.reads} ${verification.reads === 1 ? 'read' : 'reads'}).`)),
    !waiting && action && detail.plan && facts(['Cost', detail.cost], ['Risk', riskText(action)], ['Undo', undoText(action)]),
    ledger(detail),
  ].filter(Boolean);
}

/** What a rollback would do, and the two ways out. */
export const rollbackQuestion = (summary, { possible, because, calls, restores }, { yes, no }) => [
  element('h2', { id: 'confirm-title' }, `Roll back ${summary.resource}?`),
  element('p', {}, possible ? `This brings back what was wrong: ${summary.wrong ?? summary.title}.` : `This cannot be rolled back: ${because}.`),
  possible && diff(restores),
  possible && section('It sends', ...calls.map(call)),
  possible && element('p', { className: 'quiet' }, 'The resource is read again first; when somebody has changed it since, nothing is sent.'),
  element('div', { className: 'controls' }, possible && element('button', { type: 'button', className: 'danger', onclick: yes }, 'Roll back'), element('button', { type: 'button', onclick: no, autofocus: true }, possible ? 'Keep the fix' : 'Close')),
].filter(Boolean);
