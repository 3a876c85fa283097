import { element, full } from './element.js';

const when = ({ source, at, cut }) => element('small', {}, ` ${source.startsWith('blob ') ? 'the event' : source}, `, full(at), cut ? ', shortened' : '');

/** What the diagnosis rests on, each item with its data behind it, and what could not be read. */
export function evidenceSection({ diagnosis, evidence = [] }) {
  const gaps = diagnosis?.gaps ?? [];
  if (evidence.length === 0 && gaps.length === 0) return undefined;
  const item = ({ id, kind, what, data, unreadable, ...rest }) => {
    const line = [element('b', {}, id), ` ${kind ?? 'event'}: ${what}`, when(rest)];
    if (unreadable !== undefined) return element('li', {}, ...line, element('small', { className: 'wrong' }, ` ${unreadable}`));
    if (data === null) return element('li', {}, ...line);
    return element('li', {}, element('details', {}, element('summary', {}, ...line), element('pre', { className: 'call', tabIndex: 0 }, JSON.stringify(data, null, 2))));
  };
  return element(
    'section',
    { className: 'whole' },
    element('h3', {}, 'Evidence'),
    element('ul', { className: 'evidence' }, ...evidence.map(item)),
    gaps.length > 0 && element('p', { className: 'quiet' }, 'Not read:'),
    gaps.length > 0 && element('ul', { className: 'evidence quiet' }, ...gaps.map(({ kind, source, because }) => element('li', {}, `${kind}: ${because}`, element('small', {}, ` ${source}`)))),
  );
}
