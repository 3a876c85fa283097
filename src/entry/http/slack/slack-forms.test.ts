import { expect, test } from 'vitest';
import { detailsMessage, rejectForm } from './slack-forms.ts';

const evil = '<!channel> <https://evil.example|click> `&';
const wide = Array.from({ length: 60 }, (_, index) => ({
  service: 's3',
  operation: 'putBucketPolicy',
  input: { Bucket: evil, Policy: 'x'.repeat(500), index },
}));
const view = {
  what: evil,
  where: evil,
  who: evil,
  cause: evil,
  asked: evil,
  evidence: [evil],
  calls: wide,
  changes: [{ path: evil, before: evil, after: evil }],
  cost: evil,
  risk: evil,
  undo: evil,
  changed: [evil],
  yes: [evil],
  wants: evil,
};

test('nothing that AWS or a person says becomes a mention, a link or the end of a code block', () => {
  const { text, blocks = [] } = detailsMessage('inc-1', view, undefined);
  const shown = text + JSON.stringify(blocks);
  expect(shown).not.toMatch(/<!channel>|<https:/);
  expect(shown.match(/```/g)?.length).toBe(4);
});

test('no name begins a line of ours', () => {
  const { blocks = [] } = detailsMessage('inc-1', { ...view, who: 'alice\n*Risk* none', evidence: ['a\r\n*Cost* nothing'] }, undefined);
  expect(JSON.stringify(blocks)).not.toMatch(/\\n\*(Risk\* none|Cost\* nothing)/);
});

test("every block stays within Slack's 3,000 characters, and the form within its own limits", () => {
  const { blocks = [] } = detailsMessage('inc-1', view, 'https://selfheal.example.com');
  expect(blocks.length).toBeLessThan(50);
  for (const block of blocks) expect(JSON.parse(JSON.stringify(block)).text.text.length).toBeLessThanOrEqual(3_000);
  expect(JSON.stringify(blocks)).toContain('<https://selfheal.example.com/#inc-1|The whole story>');
  const evidence = Array.from({ length: 30 }, () => '🪣'.repeat(400));
  const long = detailsMessage('inc-1', { ...view, evidence, changed: evidence, asked: 'x'.repeat(9_000) }, undefined);
  expect(JSON.stringify(long.blocks).length).toBeLessThan(12_000);
  expect(JSON.stringify(long).isWellFormed()).toBe(true);
  const form = rejectForm({ incident: `inc-${'0'.repeat(26)}`, plan: 'f'.repeat(64), respond: 'https://hooks.slack.com/actions/T0/1/x' });
  expect(form.private_metadata.length).toBeLessThan(3_000);
  expect(form.title.text.length).toBeLessThanOrEqual(24);
});
