import { allRepositoriesBut, makeRepository } from './repositories.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allRepositoriesBut(clients, text(params, 'repository'), 'scanning');
const turnOff: Variant['break'] = ({ ecr }, params) =>
  ecr.putImageScanningConfiguration({ repositoryName: text(params, 'repository'), imageScanningConfiguration: { scanOnPush: false } });

export const variants: readonly Variant[] = [
  {
    title: 'the scanning of one of two repositories is turned off',
    async setUp(clients) {
      await makeRepository(clients, 'scratch', false);
      return { repository: await makeRepository(clients, 'web') };
    },
    break: turnOff,
    neighbours,
  },
  {
    title: 'a repository with a path in its name was made without it',
    setUp: async (clients) => ({ repository: await makeRepository(clients, 'shop/worker', false) }),
    break: async () => {},
    neighbours,
  },
  {
    title: 'the scanning of a repository with a policy is turned off, and a rule of the registry is about others',
    async setUp(clients) {
      const repositoryName = await makeRepository(clients, 'shop/api');
      const Statement = [
        { Sid: 'pull', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::210987654321:root' }, Action: 'ecr:BatchGetImage' },
      ];
      await clients.ecr.setRepositoryPolicy({ repositoryName, policyText: JSON.stringify({ Version: '2012-10-17', Statement }) });
      await clients.ecr.putRegistryScanningConfiguration({
        scanType: 'BASIC',
        rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter: 'base/*', filterType: 'WILDCARD' }] }],
      });
      return { repository: repositoryName };
    },
    break: turnOff,
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
