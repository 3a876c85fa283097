import { html as escaped } from 'hono/html';
import { seen } from '#domain/seen.ts';
import type { QuestionView } from '#entry/views/question-view.ts';

type Html = ReturnType<typeof escaped>;

/** Texts are escaped, and hide nothing: a name must not turn a question around. */
const html: typeof escaped = (parts, ...values) =>
  escaped(parts, ...values.map((value: unknown) => (typeof value === 'string' ? seen(value) : value)));

/** A page for who came by a link of a mail: no script, a phone's width, light and dark. Whatever AWS says is escaped. */
const page = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Selfheal</title>
<link rel="stylesheet" href="page.css">
</head>
<body><main>${body}</main></body>
</html>`;

interface Confirmation {
  readonly answer: 'approve' | 'reject';
  readonly name: string;
  readonly id: string;
  readonly view: QuestionView;
  /** ISO 8601. */
  readonly expiresAt: string | null;
}

/** Asks whether the link was meant: opening it answers nothing, because mail scanners open links too. */
export function confirmPage({ answer, name, id, view, expiresAt }: Confirmation): Html {
  const { what, where, who, cause, asked, evidence, calls, changes, cost, risk, undo, changed, yes, wants } = view;
  const yesPage = answer === 'approve';
  return page(
    yesPage ? 'Approve?' : 'Reject?',
    html`<p class="mark">Selfheal asks</p>
<h1>${what}</h1>
<p class="where">${where}</p>
${changed.length === 0 ? '' : html`<section class="changed"><h2>Changed since you were asked</h2>${list(changed)}</section>`}
<form method="post">
${yesPage ? '' : html`<label>Why not? <textarea name="reason" maxlength="500" rows="3" placeholder="It stands in the ledger"></textarea></label>`}
<button class="${answer}">${yesPage ? `Approve as ${name}` : `Reject as ${name}`}</button>
<p class="small">${yesPage ? 'The calls below are sent once no yes is missing, if the resource is still as it is shown here.' : 'Nothing is written to AWS.'} ${expiresAt === null ? '' : `Expires ${utc(expiresAt)}.`}</p>
</form>
<dl>
<dt>By</dt><dd>${who}</dd>
<dt>Asked because</dt><dd>${asked}</dd>
<dt>Cost</dt><dd>${cost}</dd>
<dt>Risk</dt><dd>${risk}</dd>
<dt>Undo</dt><dd>${undo}</dd>
</dl>
<h2>It would send</h2>
${calls.map(({ service, operation, input }) => html`<pre><b>${service}:${operation}</b>\n${JSON.stringify(input, null, 2)}</pre>`)}
<h2>Before and after</h2>
${changes.length === 0 ? html`<p>No difference is predicted.</p>` : html`<pre>${changes.map(difference)}</pre>`}
<dl>
${cause === undefined ? '' : html`<dt>Cause</dt><dd>${cause}</dd>`}
${yes.length === 0 ? '' : html`<dt>Said yes</dt><dd>${yes.join(', ')}</dd>`}
<dt>Takes a yes of</dt><dd>${wants}</dd>
</dl>
${evidence.length === 0 ? '' : html`<h2>Evidence</h2>${list(evidence)}`}
<p class="small">${id}</p>`,
  );
}

/** One sentence, and what may be done next. */
export const sayingPage = (title: string, sentence: string, more = ''): Html =>
  page(
    title,
    html`<p class="mark">Selfheal</p><h1>${title}</h1><p>${sentence}</p>${more === '' ? '' : html`<p class="small">${more}</p>`}`,
  );

const difference = ({ path, before, after }: QuestionView['changes'][number]): Html =>
  html`${before === undefined ? '' : html`<span class="minus">- ${path}: ${JSON.stringify(before)}\n</span>`}${after === undefined ? '' : html`<span class="plus">+ ${path}: ${JSON.stringify(after)}\n</span>`}`;
const list = (items: readonly string[]): Html => html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
const utc = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
