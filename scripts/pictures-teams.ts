import { escapedHtml as safe } from '#adapters/notify/mail-html.ts';
import type { Card } from '#adapters/notify/teams-card.ts';

type Element = Card['body'][number];

/** A card as a Teams client lays it out: enough of it to judge a message by. */
export const teamsPage = ({ body, actions }: Card): string => `<!doctype html><html><head><meta charset="utf-8"><title></title>
<style>
body { margin: 0; padding: 16px; background: #f5f5f5; color: #242424; font: 14px/1.43 "Segoe UI", Arial, sans-serif }
.card { background: #fff; border: 1px solid #e0e0e0; border-radius: 6px; padding: 12px 16px; overflow-wrap: anywhere } .text { margin-top: 8px } .Small { margin-top: 4px } .None { margin-top: 0 }
.banner { margin: -12px -16px 4px; padding: 12px 16px; border-radius: 6px 6px 0 0 } .attention { background: #fdf3f4; color: #b10e1c } .warning { background: #fff9f5; color: #8a3707 } .good { background: #f1faf1; color: #0e700e } .emphasis { background: #f5f5f5 }
.mono { font: 12px/1.5 Consolas, "DejaVu Sans Mono", monospace } .action { display: inline-block; margin-top: 12px; border: 1px solid #d1d1d1; border-radius: 4px; padding: 5px 12px; font-weight: 600 }
</style></head><body><div class="card">${body.map(elementHtml).join('')}${actions.map(({ title }) => `<span class="action">${safe(title)}</span>`).join('')}</div></body></html>`;

function elementHtml(element: Element): string {
  if (element.type === 'Container') return `<div class="banner ${element.style}">${element.items.map(elementHtml).join('')}</div>`;
  const runs = element.inlines.map(({ text, weight, fontType }) => {
    const bold = weight === undefined ? safe(text) : `<b>${safe(text)}</b>`;
    return fontType === undefined ? bold : `<span class="mono">${bold}</span>`;
  });
  return `<div class="text ${element.spacing ?? ''}">${runs.join('')}</div>`;
}
