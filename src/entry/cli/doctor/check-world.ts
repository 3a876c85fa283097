import { z } from 'zod';
import { roleCredentials } from '#adapters/aws/credentials.ts';
import { Mode } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import { partitionOf } from '#domain/resource-ref.ts';
import type { UpFile, World } from '#entry/up/up-file.ts';
import { whoAmI } from '#entry/up/who-am-i.ts';
import { type Check, fine, missing, unused } from './check.ts';

const Status = z.object({ mode: Mode });

/** Does the engine of a running `up` answer, and in which mode is it? Its policy may have changed since it started. */
export async function checkEngine({ url, token, pids }: UpFile): Promise<Check> {
  try {
    const answer = await fetch(`${url}/api/status`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(3_000),
    });
    return answer.ok
      ? fine('Engine', `runs at ${url} (process ${pids.engine}), mode ${Status.parse(await answer.json()).mode}`)
      : missing('Engine', `${url} answers with status ${answer.status}: read engine.log in the data folder.`);
  } catch {
    return missing(
      'Engine',
      `${url} does not answer: the supervisor (process ${pids.supervisor}) starts it again; read engine.log in the data folder.`,
    );
  }
}

/** Does AWS, or the emulator, answer; as whom; and can the write role be assumed? */
export async function checkAws({ endpoint, keys, region, account, writeRole }: World): Promise<readonly Check[]> {
  const where = endpoint ?? 'AWS';
  try {
    const { arn } = await whoAmI({ endpoint: endpoint ?? undefined, keys: keys?.engine, region });
    return [fine('AWS', `${where} answers, to ${arn}`), await checkWriteRole({ endpoint, keys, region, account, writeRole })];
  } catch (error) {
    return [missing('AWS', asHealError(error).message)];
  }
}

async function checkWriteRole({
  endpoint,
  keys,
  region,
  account,
  writeRole,
}: Pick<World, 'endpoint' | 'keys' | 'region' | 'account' | 'writeRole'>): Promise<Check> {
  if (writeRole === null)
    return unused('Write role', 'none is named, so nothing can be written: name one with --write-role when it should heal');
  const credentials = roleCredentials({
    endpoint: endpoint ?? undefined,
    base: keys === null ? undefined : async () => keys.engine,
    readRole: undefined,
    writeRole,
    homeAccount: account,
  });
  try {
    await credentials({ partition: partitionOf(region), account, region }, { kind: 'write', incident: 'selfheal-doctor' });
    return fine('Write role', `${writeRole} can be assumed in ${account}`);
  } catch (error) {
    return missing('Write role', asHealError(error).message);
  }
}
