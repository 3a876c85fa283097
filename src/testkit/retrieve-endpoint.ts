import { createServer } from 'node:http2';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** One answer of a knowledge base as Bedrock writes it. */
export interface Retrieved {
  readonly text: string;
  readonly uri: string;
  readonly score: number;
  readonly chunk?: string;
}

const Request = z.object({
  retrievalQuery: z.object({ text: z.string().min(1).max(1_000) }),
  retrievalConfiguration: z.object({ vectorSearchConfiguration: z.object({ numberOfResults: z.int() }) }),
});

/** Knowledge bases of ours on loopback that speak Bedrock's protocol (REST-JSON over HTTP/2, `Retrieve`); one that is not named is not found. */
export interface RetrieveEndpoint extends AsyncDisposable {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: readonly string[];
}

export async function retrieveEndpoint(bases: Readonly<Record<string, readonly Retrieved[]>>): Promise<RetrieveEndpoint> {
  const asked: string[] = [];
  const sessions = new Set<{ close(): void }>();
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object, error?: string): void => {
      const type = error === undefined ? {} : { 'x-amzn-errortype': error };
      response.writeHead(status, { 'content-type': 'application/json', ...type }).end(JSON.stringify(body));
    };
    const [, id = ''] = /^\/knowledgebases\/(\w+)\/retrieve$/.exec(request.url ?? '') ?? [];
    const read = Request.safeParse(await json(request));
    if (request.method !== 'POST' || !read.success) return answer(400, { message: 'not so' }, 'ValidationException');
    asked.push(read.data.retrievalQuery.text);
    const found = bases[id];
    if (found === undefined) return answer(404, { message: `knowledge base ${id} does not exist` }, 'ResourceNotFoundException');
    return answer(200, {
      retrievalResults: found
        .slice(0, read.data.retrievalConfiguration.vectorSearchConfiguration.numberOfResults)
        .map(({ text, uri, score, chunk }) => ({
          content: { type: 'TEXT', text },
          location: { type: 'S3', s3Location: { uri } },
          score,
          metadata: { 'x-amz-bedrock-kb-source-uri': uri, ...(chunk === undefined ? {} : { 'x-amz-bedrock-kb-chunk-id': chunk }) },
        })),
    });
  });
  server.on('session', (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
