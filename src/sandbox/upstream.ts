import { Agent, request as send } from 'node:http';
import { HealError } from '#domain/heal-error.ts';
import type { JsonObject } from '#domain/json.ts';
import type { WireResponse } from './decode/wire-response.ts';

/** A request as it goes to the emulator; `path` includes the query. */
export interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
/** Who makes one of the sandbox's own calls: the key decides the account. */
export interface Signer {
  readonly accessKey: string | undefined;
  readonly sessionToken: string | undefined;
  readonly region: string;
}
/** The way to the emulator. */
export interface Upstream {
  forward(request: Forwarded): Promise<WireResponse>;
  /** A JSON-protocol call of the sandbox's own, unrecorded and never judged; nothing when it fails. */
  ask(service: string, target: string, input: JsonObject, signer: Signer): Promise<JsonObject | undefined>;
  /** A query-protocol call of the sandbox's own; the XML text, or nothing when it fails. */
  askQuery(service: string, form: Readonly<Record<string, string>>, signer: Signer): Promise<string | undefined>;
}

const ownMark = 'x-selfheal-sandbox';
const unmarked = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== ownMark));
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect']);

/** `url` may still be on its way: calls wait for it. `token` marks the sandbox's own calls; it is removed from everyone else's. */
export function upstream(url: string | Promise<string>, token: string): Upstream {
  const agent = new Agent({ keepAlive: false });
  const transmit = async ({ method, path, headers, body }: Forwarded): Promise<WireResponse> => {
    const { hostname, port } = new URL(await url);
    const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name) && name !== 'content-length');
    return new Promise((resolve, reject) => {
      const fail = (cause: Error) =>
        reject(
          new HealError('aws-unreachable', `The AWS emulator does not answer (${cause.message}): start it again with "selfheal up".`, {
            retry: 'later',
            cause,
          }),
        );
      const options = { hostname, port, method, path, agent, headers: { ...Object.fromEntries(kept), 'content-length': body.length } };
      const outgoing = send(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', fail);
        incoming.once('end', () =>
          resolve({ status: incoming.statusCode ?? 502, headers: flat(incoming.headers), body: Buffer.concat(chunks) }),
        );
      });
      outgoing.once('error', fail).end(body);
    });
  };
  const own = async (
    service: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    signer: Signer,
  ): Promise<string | undefined> => {
    const scope = `${signer.accessKey ?? 'sandbox'}/20200101/${signer.region}/${service}/aws4_request`;
    const response = await transmit({
      method: 'POST',
      path: '/',
      headers: {
        host: `${service}.${signer.region}.amazonaws.com`,
        'x-amz-date': '20200101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        [ownMark]: token,
        ...(signer.sessionToken === undefined ? {} : { 'x-amz-security-token': signer.sessionToken }),
        ...headers,
      },
      body: Buffer.from(body),
    });
    return response.status < 300 ? response.body.toString('utf8') : undefined;
  };
  return {
    forward: (request) => transmit({ ...request, headers: unmarked(request.headers) }),
    async ask(service, target, input, signer) {
      const text = await own(
        service,
        { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
        JSON.stringify(input),
        signer,
      );
      return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
    },
    askQuery: (service, form, signer) =>
      own(service, { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(form).toString(), signer),
  };
}

/** Header names in lower case, repeated values joined. */
export function flat(headers: NodeJS.Dict<string | string[]>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
