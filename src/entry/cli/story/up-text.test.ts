import { expect, test } from 'vitest';
import { upText } from './up-text.ts';

const up = {
  url: 'http://127.0.0.1:3000',
  token: 'token',
  version: '0.0.0',
  pids: { supervisor: 1, engine: 2, sandbox: null, emulator: null },
  policyFile: 'selfheal.yaml',
  startedAt: '2026-11-20T03:00:00Z',
  world: {
    kind: 'aws',
    endpoint: null,
    keys: null,
    account: '123456789012',
    region: 'eu-central-1',
    readRole: null,
    writeRole: 'selfheal-write',
    mode: 'dry-run',
  },
} as const;

test.each([
  [undefined, /mode dry-run\.[^]*writes nothing/],
  ['copilot', /mode copilot\.[^]*asks before it writes/],
  ['autopilot', /mode autopilot\.[^]*It acts/],
] as const)('on a real account the mode of the policy (%s) is told, and not what would hold without one', (mode, said) => {
  expect(upText(up, { demo: undefined, self: 'selfheal', mode, paint: (_, text) => text })).toMatch(said);
});
