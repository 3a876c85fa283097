import type { Tags } from '#domain/facts.ts';

const keys =
  /^(criticality|critical|business-?criticality|tier|data-?classification|classification|confidentiality|sensitivity|compliance)$/;
const grave =
  /^(critical|very-?high|high|mission-?critical|true|yes|tier-?[01]|[01]|gold|platinum|confidential|restricted|secret|highly-?confidential|pii|phi|pci(-?dss)?|hipaa)$/;

/** The tag, as `key=value`, that calls a resource critical or its data confidential; people name these tags freely, so case and dashes do not count. */
export function criticalTag(tags: Tags | undefined): string | undefined {
  const found = Object.entries(tags ?? {})
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .find(([key, value]) => keys.test(plain(key)) && grave.test(plain(value)));
  return found === undefined ? undefined : found.join('=');
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_:]+/g, '-');
