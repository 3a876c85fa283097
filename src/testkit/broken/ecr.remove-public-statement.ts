import type { JsonObject } from '#domain/json.ts';
import { partner, policyText, withoutOpen } from './policies.ts';
import { allRepositoriesBut, makeRepository } from './repositories.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const policyOf = async ({ ecr }: Clients, repositoryName: string): Promise<string | undefined> =>
  (await ecr.getRepositoryPolicy({ repositoryName }).catch(() => undefined))?.policyText;
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const repository = text(params, 'repository');
  const others = [...withoutOpen(await policyOf(clients, repository))];
  return [await allRepositoriesBut(clients, repository, 'policy'), await told(Promise.resolve(others))];
};
const pull = (Sid: string, more: JsonObject = {}): JsonObject => ({
  Sid,
  Effect: 'Allow',
  Principal: '*',
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  ...more,
});
const set = ({ ecr }: Clients, repositoryName: string, policyText: string): Promise<unknown> =>
  ecr.setRepositoryPolicy({ repositoryName, policyText });

export const variants: readonly Variant[] = [
  {
    title: 'a repository without a policy is opened, beside one that a partner pulls from',
    async setUp(clients) {
      await set(clients, await makeRepository(clients, 'partner/sdk'), policyText([pull('partner', partner)]));
      return { repository: await makeRepository(clients, 'shop/web') };
    },
    break: (clients, params) => set(clients, text(params, 'repository'), policyText([pull('open')])),
    neighbours,
  },
  {
    title: 'a statement for everyone is added to the one for a partner',
    async setUp(clients) {
      const repository = await makeRepository(clients, 'worker');
      await set(clients, repository, policyText([pull('partner', partner)], 2));
      return { repository };
    },
    break: (clients, params) => set(clients, text(params, 'repository'), policyText([pull('partner', partner), pull('open')], 2)),
    neighbours,
  },
  {
    title: 'a repository that an organization pulls from is opened twice',
    async setUp(clients) {
      const repository = await makeRepository(clients, 'shop/api', false);
      const inside = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
      await set(clients, repository, policyText([pull('organization', inside)]));
      return { repository };
    },
    async break(clients, params) {
      const repository = text(params, 'repository');
      const push = { Principal: { AWS: '*' }, Action: 'ecr:PutImage' };
      const others = withoutOpen(await policyOf(clients, repository));
      return set(clients, repository, policyText([pull('open-1'), ...others, pull('open-2', push)]));
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
