import type { Scope } from '#domain/scope.ts';
import type { Reader, Writer } from '#ports/cloud.ts';
import type { Tools } from './tools.ts';

/** The same tools with a watch on AWS: milliseconds during which at least one call was under way, and calls, so that engine time can be told from AWS time. */
export function metered(tools: Tools): { readonly tools: Tools; spent(): { readonly awsMs: number; readonly awsCalls: number } } {
  let awsMs = 0;
  let awsCalls = 0;
  let flying = 0;
  let since = 0;
  const timed = async <T>(calling: Promise<T>): Promise<T> => {
    awsCalls += 1;
    if (flying++ === 0) since = performance.now();
    try {
      return await calling;
    } finally {
      if (--flying === 0) awsMs += performance.now() - since;
    }
  };
  const { cloud } = tools;
  const watched = {
    reader(site: Parameters<typeof cloud.reader>[0]): Reader {
      const reader = cloud.reader(site);
      return {
        site: reader.site,
        now: () => reader.now(),
        digest: (secret) => reader.digest(secret),
        recorded: (resource) => reader.recorded(resource),
        guarded: () => reader.guarded(),
        read: (service, operation, input) => timed(reader.read(service, operation, input)),
        peek: (service, operation, input, until) => timed(reader.peek(service, operation, input, until)),
        find: (service, operation, input, absent) => timed(reader.find(service, operation, input, absent)),
      };
    },
    writer(site: Parameters<typeof cloud.writer>[0], incident: string, scope?: Scope): Writer {
      const writer = cloud.writer(site, incident, scope);
      return { session: writer.session, send: (call) => timed(writer.send(call)) };
    },
  };
  return { tools: { ...tools, cloud: watched }, spent: () => ({ awsMs: Math.round(awsMs * 10) / 10, awsCalls }) };
}
