import type { Digest, Message, Notice, Tone } from '#ports/notify.ts';
import { changeLines, costAndRisk, evidenceLines, insteadLine, timelineLines } from './lines.ts';
import type { AnswerLinks } from './text.ts';

const colours: Readonly<Record<Tone, string>> = { page: '#b42318', asks: '#93590b', good: '#146c43', plain: '#475467' };
/** Dark mode reaches inline styles only with `!important`; programs that know no such rules show the light ones. */
const dark = `@media (prefers-color-scheme: dark) {
.page { background: #101418 !important } .sheet { background: #181d23 !important } .sheet, .sheet td, .sheet p { color: #e6e9ec !important }
.sheet .dim { color: #a3adb8 !important } .code { background: #0d1116 !important; color: #d5dbe1 !important } .rule { border-color: #2c343d !important } }`;

/** A message as HTML mail: inline styles, one column of at most 640 pixels, light and dark, readable on a phone. */
export function noticeHtml({ message, insteadOf, incident }: Notice, links?: AnswerLinks): string {
  const { wants, calls, gaps, analysis, details } = message;
  const tell = `selfheal approve ${incident.id}   or   selfheal reject ${incident.id}`;
  const recovery = part(calls.sent ? 'Recovery: what was done' : 'Recovery: what would be done', [
    ...(calls.lines.length === 0 ? [] : [code(calls.lines)]),
    ...(message.changes.items.length === 0 ? [] : [code(changeLines(message))]),
    ...(costAndRisk(message).length === 0 ? [] : [pairs(costAndRisk(message))]),
  ]);
  const asks = message.plan !== undefined;
  return sheet(message.headline, message.tone, message.why[0] ?? '', [
    ...insteadLine(insteadOf).map(paragraph),
    ...message.why.slice(0, 1).map(paragraph),
    ...(asks ? recovery : []),
    ...(wants === undefined ? [] : [strong(wants)]),
    ...(asks ? [links === undefined ? code([tell]) : answers(links)] : []),
    ...part('Incident', [pairs(message.facts)]),
    ...part('Analysis', [
      ...message.why.slice(1).map(paragraph),
      ...bullets(evidenceLines(message)),
      ...bullets(gaps.map((gap) => `Could not be read: ${gap}`)),
      ...(analysis === undefined ? [] : [dim(`${analysis.model} thinks`), ...bullets(analysis.claims)]),
    ]),
    ...(asks ? [] : recovery),
    ...part('Timeline (UTC)', [code(timelineLines(message))]),
    ...(details === undefined ? [] : [linkTo(details, 'The whole story')]),
  ]);
}

/** A storm as HTML mail. */
export const digestHtml = ({ headline, tone, lines, more, details }: Digest): string =>
  sheet(headline, tone, '', [
    ...bullets(lines.map((line) => line.headline)),
    ...(more === 0 ? [] : [dim(`and ${more} more`)]),
    ...(details === undefined ? [] : [linkTo(details, 'All incidents')]),
  ]);

/** Text and attribute values alike: nothing in it can begin a tag, an entity, or end an attribute. */
export const escapedHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";

function sheet(title: string, tone: Tone, preview: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapedHtml(title)}</title><style>${dark}</style></head>
<body class="page" style="margin:0;padding:12px;background:#eef1f4;${font}">
<div style="display:none;max-height:0;overflow:hidden">${escapedHtml(preview)}</div>
<div class="sheet" style="max-width:640px;margin:0 auto;background:#ffffff;color:#1b232b;border-radius:8px;overflow:hidden;font-size:15px;line-height:1.45">
<div style="background:${colours[tone]};color:#ffffff;padding:16px 18px;font-size:17px;font-weight:600;overflow-wrap:anywhere">${escapedHtml(title)}</div>
<div style="padding:6px 18px 20px">
${parts.join('\n')}
</div></div></body></html>
`;
}

const part = (title: string, content: readonly string[]): readonly string[] =>
  content.length === 0
    ? []
    : [
        `<p class="dim rule" style="margin:20px 0 6px;padding-top:14px;border-top:1px solid #dde2e8;color:#5b6672;font-size:12px;font-weight:600;letter-spacing:.05em;text-transform:uppercase">${escapedHtml(title)}</p>`,
        ...content,
      ];
const paragraph = (text: string): string => `<p style="margin:8px 0;overflow-wrap:anywhere">${escapedHtml(text)}</p>`;
const strong = (text: string): string => `<p style="margin:12px 0 8px;font-weight:600">${escapedHtml(text)}</p>`;
const dim = (text: string): string => `<p class="dim" style="margin:10px 0 2px;color:#5b6672">${escapedHtml(text)}</p>`;
const bullets = (items: readonly string[]): readonly string[] =>
  items.length === 0
    ? []
    : [
        `<ul style="margin:8px 0;padding-left:20px">${items.map((item) => `<li style="margin:3px 0;overflow-wrap:anywhere">${escapedHtml(item)}</li>`).join('')}</ul>`,
      ];
const linkTo = (url: string, text: string): string =>
  `<p style="margin:20px 0 0"><a href="${escapedHtml(url)}" style="color:#1f6feb">${text}</a></p>`;
const code = (lines: readonly string[]): string =>
  `<div class="code" style="margin:8px 0;padding:10px 12px;background:#f4f6f8;border-radius:6px;font-size:13px;white-space:pre-wrap;overflow-wrap:anywhere;${mono}">${lines.map(escapedHtml).join('\n')}</div>`;
const pairs = (facts: Message['facts']): string =>
  `<table role="presentation" style="border-collapse:collapse;width:100%;font-size:14px">${facts
    .map(
      ([label, text]) =>
        `<tr><td class="dim" style="padding:3px 14px 3px 0;color:#5b6672;vertical-align:top;white-space:nowrap;width:1%">${escapedHtml(label)}</td><td style="padding:3px 0;overflow-wrap:anywhere">${escapedHtml(text)}</td></tr>`,
    )
    .join('')}</table>`;

/** Large enough for a thumb. The pages behind them ask again, because mail scanners open every link. */
function answers({ approve, reject }: AnswerLinks): string {
  const button = (href: string, text: string, colour: string): string =>
    `<a href="${escapedHtml(href)}" style="display:inline-block;margin:4px 10px 4px 0;padding:12px 24px;background:${colour};color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none">${text}</a>`;
  return `<p style="margin:8px 0">${button(approve, 'Approve …', '#146c43')}${button(reject, 'Reject …', '#b42318')}</p>`;
}
