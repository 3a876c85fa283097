import type { BedrockAgentRuntimeClientConfig, KnowledgeBaseRetrievalResult } from '@aws-sdk/client-bedrock-agent-runtime';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { sha256 } from '#domain/json.ts';
import type { Passage } from '#ports/knowledge.ts';

/** Searches one knowledge base. Throws HealError `aws-error`, with what to check. */
export type BedrockPassages = (query: string, limit: number) => Promise<readonly Passage[]>;

/** An incident waits for a knowledge base at most about six seconds. */
const patience = {
  maxAttempts: 2,
  requestHandler: { requestTimeout: 3_000, sessionTimeout: 10_000 },
} as const;
/** Bedrock refuses longer questions (Retrieve, "retrievalQuery"). */
const longestQuery = 1_000;

/** Passages of a knowledge base of Amazon Bedrock (`Retrieve`). Needs bedrock:Retrieve on it. */
export function bedrockPassages(id: string, connection: BedrockAgentRuntimeClientConfig): BedrockPassages {
  let opened: ReturnType<typeof open> | undefined;
  /** The SDK is loaded by those who name a knowledge base only. */
  async function open() {
    const { BedrockAgentRuntimeClient, RetrieveCommand } = await import('@aws-sdk/client-bedrock-agent-runtime');
    return { client: new BedrockAgentRuntimeClient({ ...patience, ...connection }), RetrieveCommand };
  }
  return async (query, limit) => {
    const { client, RetrieveCommand } = await (opened ??= open());
    try {
      const { retrievalResults = [] } = await client.send(
        new RetrieveCommand({
          knowledgeBaseId: id,
          retrievalQuery: { text: query.slice(0, longestQuery) },
          retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: limit } },
        }),
      );
      return retrievalResults.flatMap((found) => passageOf(id, found));
    } catch (thrown) {
      throw new HealError(
        'aws-error',
        `knowledge base ${id} cannot be searched: ${asHealError(thrown).message}; check its id, its region and bedrock:Retrieve`,
        { retry: 'later', cause: thrown },
      );
    }
  };
}

/** Nothing for what is not text: an image, a row of a table. */
function passageOf(id: string, { content, location, metadata, score = 0 }: KnowledgeBaseRetrievalResult): Passage[] {
  const text = content?.text?.trim() ?? '';
  if (text === '') return [];
  const told = metadata?.['x-amz-bedrock-kb-chunk-id'];
  const file = placeOf(location) ?? `knowledge base ${id}`;
  const name = nameOf(file);
  return [
    {
      chunk: `${id}/${name}#${typeof told === 'string' ? told : sha256(text).slice(0, 12)}`,
      runbook: `${id}/${name}`,
      title: name,
      heading: headingIn(text) ?? name,
      text,
      file,
      score: Math.round(score * 100) / 100,
    },
  ];
}

const placeOf = (location: KnowledgeBaseRetrievalResult['location']): string | undefined =>
  location?.s3Location?.uri ??
  location?.webLocation?.url ??
  location?.confluenceLocation?.url ??
  location?.sharePointLocation?.url ??
  location?.salesforceLocation?.url ??
  location?.kendraDocumentLocation?.uri ??
  location?.customDocumentLocation?.id;

/** The last part of an address, without its ending and what a browser adds. */
const nameOf = (file: string): string => {
  const last =
    file
      .replace(/[?#].*$/, '')
      .split('/')
      .findLast((part) => part !== '') ?? file;
  return last.replace(/\.(md|markdown|txt|html?|pdf|docx?)$/i, '');
};

const headingIn = (text: string): string | undefined => /^#{1,6} +(.+)$/m.exec(text)?.[1]?.trim();
