import { z } from 'zod';
import { whyPublic, whyUnclear, withoutPublic, withPublicAgain } from '#catalogue/actions/policy-document.ts';
import { policyForm } from '#catalogue/actions/policy-document-statements.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { call } from '#ports/cloud.ts';
import { listRepositories, repositoryTags } from './repository.ts';

const State = z.strictObject({ policy: z.string().optional() });
type State = z.infer<typeof State>;

export const removePublicStatement = defineAction({
  id: 'ecr.remove-public-statement',
  title: 'Remove the statement of a repository policy that lets everyone in',
  resource: 'AWS::ECR::Repository',
  heals: [],
  params: z.object({ repository: z.string().min(2) }),
  condition: [],
  state: State,
  from: ({ id }) => [{ repository: id }],
  list: listRepositories,
  tags: repositoryTags,

  risk: { level: 'medium', blastRadius: 'accounts that pull or push without being named by another statement', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy', 'ecr:ListTagsForResource'],
    write: ['ecr:SetRepositoryPolicy', 'ecr:DeleteRepositoryPolicy'],
    undo: ['ecr:SetRepositoryPolicy'],
    dependent: [],
    on: ['arn:{partition}:ecr:{region}:{account}:repository/{repository}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '2m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { repository }) {
    const found = await cloud.find('ecr', 'getRepositoryPolicy', { repositoryName: repository }, ['RepositoryPolicyNotFoundException']);
    return { policy: found?.policyText || undefined };
  },
  wrong: ({ policy }) => whyPublic(policy),
  refuses: ({ policy }) => whyUnclear(policy),
  fix(state, { repository }) {
    if (whyPublic(state.policy) === undefined) return [];
    const { policy } = after(state);
    return [
      policy === undefined
        ? call('ecr', 'deleteRepositoryPolicy', { repositoryName: repository })
        : call('ecr', 'setRepositoryPolicy', { repositoryName: repository, policyText: policy }),
    ];
  },
  after,
  comparable: ({ policy }) => ({ policy: policyForm(policy) }),
  undo({ policy }, now, { repository }) {
    const back = policy === undefined ? undefined : withPublicAgain(policy, now.policy);
    return back === undefined ? [] : [call('ecr', 'setRepositoryPolicy', { repositoryName: repository, policyText: back })];
  },
});

function after({ policy }: State): State {
  return { policy: policy === undefined ? undefined : withoutPublic(policy) };
}
