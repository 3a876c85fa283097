import { canonical } from '#domain/json.ts';
import type { Cloud, Reader } from '#ports/cloud.ts';

/** The same cloud, whose readers ask AWS each question only once: an action may know many conditions on one resource. Use it for one look, then forget it. */
export function askingOnce(cloud: Cloud): Cloud {
  const answers = new Map<string, Promise<never>>();
  const once = <T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const key = canonical(question);
    const known: Promise<T> | undefined = answers.get(key);
    if (known !== undefined) return known;
    const asked = ask();
    // The key is the whole question, so the answer has its type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    answers.set(key, asked as Promise<never>);
    return asked;
  };
  return {
    writer: (site, incident, scope) => cloud.writer(site, incident, scope),
    reader(site): Reader {
      const live = cloud.reader(site);
      return {
        site,
        now: () => live.now(),
        digest: (secret) => live.digest(secret),
        recorded: (resource) => live.recorded(resource),
        guarded: () => live.guarded(),
        read: (service, operation, input) => once([site, service, operation, input], () => live.read(service, operation, input)),
        peek: (service, operation, input, until) => live.peek(service, operation, input, until),
        find: (service, operation, input, absent) =>
          once([site, service, operation, input, absent], () => live.find(service, operation, input, absent)),
      };
    },
  };
}
