import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { bedrockPassages } from '#adapters/knowledge/bedrock-passages.ts';
import { type OpenKnowledge, openKnowledge } from '#adapters/knowledge/open-knowledge.ts';
import { type RunbookSource, runbookFolder } from '#adapters/knowledge/runbook-source.ts';
import { s3Runbooks } from '#adapters/knowledge/s3-runbooks.ts';
import { sideBySide } from '#adapters/knowledge/side-by-side.ts';
import type { Policy } from '#config/policy.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { Action } from '#ports/catalogue.ts';

interface Around {
  readonly policyFile: string;
  policy(): Policy;
  readonly actions: readonly Pick<Action, 'id'>[];
  /** For places at S3 and at Bedrock; the SDK's own chain of keys and regions when absent. */
  readonly connection?: Pick<S3ClientConfig, 'region' | 'endpoint' | 'credentials' | 'forcePathStyle'>;
  /** Hears what is left out of an answer, and why; nobody when absent. */
  readonly trouble?: (message: string) => void;
}

const ours = runbookFolder(fileURLToPath(new URL('../catalogue/runbooks', import.meta.url)));

/** Our runbooks, and beside them those of the folders and S3 prefixes that the policy names; its knowledge bases are searched with them. */
export function knowledgeOf({ policyFile, policy, actions, connection = {}, trouble = () => {} }: Around): OpenKnowledge {
  const known = new Set(actions.map(({ id }) => id));
  const sourceAt = (place: string): readonly [string, RunbookSource] => {
    if (place.startsWith('s3://')) return [place, s3Runbooks({ address: place, connection })];
    const folder = resolve(dirname(policyFile), place);
    return [folder, runbookFolder(folder)];
  };
  const runbooks = openKnowledge({ ours, own: () => new Map(policy().runbooks.map(sourceAt)), knowsAction: (id) => known.has(id) });
  const bases = new Map<string, ReturnType<typeof bedrockPassages>>();
  const baseOf = ({ id, region, endpoint }: Policy['knowledgeBases'][number]): ReturnType<typeof bedrockPassages> => {
    const { forcePathStyle: _, ...own } = connection;
    const key = [id, region, endpoint].join(' ');
    const opened = bases.get(key) ?? bedrockPassages(id, { ...own, ...(region && { region }), ...(endpoint && { endpoint }) });
    bases.set(key, opened);
    return opened;
  };
  return sideBySide(runbooks, () => policy().knowledgeBases.map(baseOf), trouble);
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
