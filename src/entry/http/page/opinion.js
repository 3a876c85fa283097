import { element } from './element.js';

const failures = {
  'over-budget': 'was not asked',
  refused: 'refused to answer',
  'timed-out': 'did not answer in time',
  unreadable: 'gave an answer that cannot be used',
  failed: 'could not be asked',
};

const sureness = ({ confidence, outcomes }) => (outcomes === undefined ? `${confidence} by its own word` : `${confidence}, right ${outcomes.right} of ${outcomes.of} times`);

/** What a model said beside the rules: its words decide nothing. */
export function opinionSection({ diagnosis }) {
  const { analysis, candidates = [] } = diagnosis ?? {};
  if (analysis === undefined) return undefined;
  const { model, outcome, because, claims = [], struck = 0 } = analysis;
  const part = (...children) => element('section', {}, element('h3', {}, 'Second opinion of a model'), ...children);
  if (outcome !== 'answered' && outcome !== 'cached')
    return part(element('p', { className: 'quiet' }, `${model} ${failures[outcome]}${because === undefined ? '' : `: ${because}`}. The rules decide alone.`));
  const picked = candidates.find(({ id }) => id === analysis.candidate)?.action;
  const claim = ({ text, evidence, quote }) => element('li', {}, text, element('small', {}, ` ${evidence.join(', ')}${quote === undefined ? '' : `: “${quote}”`}`));
  return part(
    element('p', {}, `${model} calls it ${analysis.class} and would take ${picked ?? 'no action'}, confidence ${sureness(analysis)}.`),
    analysis.cause && element('p', {}, analysis.cause),
    claims.length > 0 && element('ul', { className: 'evidence' }, ...claims.map(claim)),
    struck > 0 && element('p', { className: 'quiet' }, `${struck} of its claims ${struck === 1 ? 'does' : 'do'} not stand in what it was shown, and ${struck === 1 ? 'was' : 'were'} struck out.`),
  );
}
