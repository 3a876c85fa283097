import { expect, test } from 'vitest';
import { confirmPage, sayingPage } from './answer-page.ts';

const evil = `<img src=x onerror="alert(1)">'&`;
const view = {
  what: evil,
  where: evil,
  who: evil,
  cause: evil,
  asked: evil,
  evidence: [evil],
  calls: [{ service: 's3', operation: evil, input: { Bucket: evil } }],
  changes: [{ path: evil, before: evil, after: { a: evil } }],
  cost: evil,
  risk: evil,
  undo: evil,
  changed: [evil],
  yes: [evil],
  wants: evil,
};

test('whatever AWS or a person says is text on the page, never markup', async () => {
  for (const answer of ['approve', 'reject'] as const) {
    const page = String(await confirmPage({ answer, name: evil, id: evil, view, expiresAt: '2026-11-20T03:00:00.000Z' }));
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;img/g)?.length).toBeGreaterThan(14);
    expect(page).toContain('2026-11-20 03:00 UTC');
  }
  expect(String(await sayingPage(evil, evil, evil))).not.toContain('<img');
});

test('a name that turns text around is shown with what it hides', async () => {
  const page = String(
    await confirmPage({ answer: 'approve', name: 'dave', id: 'inc-1', view: { ...view, what: 'evil\u202egpj' }, expiresAt: null }),
  );
  expect(page).toContain('evil\\u202egpj');
  expect(page).not.toContain('\u202e');
});
