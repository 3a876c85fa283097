import { escapedHtml as safe } from '#adapters/notify/mail-html.ts';
import type { Block } from '#adapters/notify/slack-parts.ts';

type Rich = Extract<Block, { readonly type: 'rich_text' }>['elements'][number];
type Section = Extract<Rich, { readonly type: 'rich_text_section' }>;

/** Blocks as a Slack client lays them out: enough of it to judge a message by. */
export const slackPage = (
  messages: readonly (readonly Block[])[],
): string => `<!doctype html><html><head><meta charset="utf-8"><title></title>
<style>
body { margin: 0; padding: 16px 20px; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, "Helvetica Neue", Arial, sans-serif }
.message { display: flex; gap: 10px; margin-bottom: 18px } .icon { flex: none; width: 36px; height: 36px; border-radius: 6px; background: #146c43; color: #fff; text-align: center; line-height: 36px; font-weight: 900 }
.name { font-weight: 900 } .app { font-size: 10px; background: #e8e8e8; color: #616061; padding: 1px 3px; border-radius: 2px; margin: 0 6px } .time { color: #616061; font-size: 12px }
h3 { font-size: 18px; font-weight: 900; margin: 6px 0 8px } .rich { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere } ul { margin: 2px 0; padding-left: 24px } li { margin: 2px 0 }
pre { margin: 4px 0; padding: 8px; border: 1px solid #ddd; border-radius: 4px; background: #f8f8f8; font: 12px/1.5 Menlo, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.buttons { display: flex; gap: 8px; margin: 10px 0 } .button { border: 1px solid #bbb; border-radius: 4px; padding: 5px 12px; font-weight: 700; font-size: 13px } .primary { background: #007a5a; border-color: #007a5a; color: #fff } .danger { color: #e01e5a; border-color: #e01e5a }
.context { color: #616061; font-size: 13px; margin: 4px 0 } a { color: #1264a3; text-decoration: none }
</style></head><body>${messages.map((blocks) => `<div class="message"><div class="icon">S</div><div><div><span class="name">Selfheal</span><span class="app">APP</span><span class="time">3:07</span></div>${blocks.map(blockHtml).join('')}</div></div>`).join('')}</body></html>`;

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'header':
      return `<h3>${safe(block.text.text)}</h3>`;
    case 'context':
      return block.elements.map(({ text }) => `<div class="context">${safe(text)}</div>`).join('');
    case 'actions':
      return `<div class="buttons">${block.elements.map(({ text, style = '' }) => `<span class="button ${style}">${safe(text.text)}</span>`).join('')}</div>`;
    case 'rich_text':
      return block.elements.map(richHtml).join('');
  }
}

function richHtml(element: Rich): string {
  switch (element.type) {
    case 'rich_text_section':
      return `<div class="rich">${sectionHtml(element)}</div>`;
    case 'rich_text_preformatted':
      return `<pre>${element.elements.map(({ text }) => safe(text)).join('')}</pre>`;
    case 'rich_text_list':
      return `<ul>${element.elements.map((item) => `<li>${sectionHtml(item)}</li>`).join('')}</ul>`;
  }
}

const sectionHtml = ({ elements }: Section): string =>
  elements
    .map((each) => {
      if (each.type === 'link') return `<a href="${safe(each.url)}">${safe(each.text)}</a>`;
      return each.style === undefined ? safe(each.text) : `<b>${safe(each.text)}</b>`;
    })
    .join('');
