import { expect, test } from 'vitest';
import { readAllPages } from './pages.ts';
import type { Client } from './services.ts';

const client: Client = { send: async () => ({}) };

test('joins lists that stand one level deeper, as CloudFront answers', async () => {
  async function* pages() {
    yield { DistributionList: { Items: [{ Id: 'a' }], IsTruncated: true } };
    yield { DistributionList: { Items: [{ Id: 'b' }], IsTruncated: true } };
    // A page without any.
    yield { DistributionList: { IsTruncated: false } };
  }
  const operation = { command: () => expect.unreachable(), client: () => client, paginate: pages };
  const answer = await readAllPages({ client, operation, input: {}, name: 'cloudfront.listDistributions', each: (send) => send() });
  expect(answer).toEqual({ DistributionList: { Items: [{ Id: 'a' }, { Id: 'b' }], IsTruncated: false } });
});
