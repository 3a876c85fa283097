import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { type OpenKnowledge, openKnowledge } from '#adapters/knowledge/open-knowledge.ts';
import { type RunbookSource, runbookFolder } from '#adapters/knowledge/runbook-source.ts';
import { s3Runbooks } from '#adapters/knowledge/s3-runbooks.ts';
import type { Policy } from '#config/policy.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Action } from '#ports/catalogue.ts';

interface Around {
  readonly policyFile: string;
  policy(): Policy;
  readonly actions: readonly Pick<Action, 'id'>[];
  /** For places at S3; the SDK's own chain of keys and regions when absent. */
  readonly connection?: S3ClientConfig;
}

const ours = runbookFolder(fileURLToPath(new URL('../catalogue/runbooks', import.meta.url)));

/** Our runbooks, and beside them those of the folders and S3 prefixes that the policy names. */
export function knowledgeOf({ policyFile, policy, actions, connection = {} }: Around): OpenKnowledge {
  const known = new Set(actions.map(({ id }) => id));
  const sourceAt = (place: string): readonly [string, RunbookSource] => {
    if (place.startsWith('s3://')) return [place, s3Runbooks({ address: place, connection })];
    const folder = resolve(dirname(policyFile), place);
    return [folder, runbookFolder(folder)];
  };
  return openKnowledge({ ours, own: () => new Map(policy().runbooks.map(sourceAt)), knowsAction: (id) => known.has(id) });
}

/** What is wrong with the runbooks right now, a message each. */
export async function problemsOf(knowledge: OpenKnowledge): Promise<readonly string[]> {
  try {
    await knowledge.runbooks();
    return knowledge.refused().map(({ message }) => message);
  } catch (error) {
    return [`${asHealError(error).message}; until it can be read every decision asks`];
  }
}
