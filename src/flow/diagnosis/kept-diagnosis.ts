import type { Diagnosis, Tags } from '#domain/facts.ts';
import { clippedText } from './evidence/bounded.ts';

/** Characters; AWS takes 128 and 256 in a tag. */
const longest = { why: 300, wrong: 2_000, cause: 4_000, tagKey: 128, tagValue: 256 } as const;

/** A diagnosis as it is kept: whatever strangers wrote into tags and titles, it fits into the document of an incident. */
export function keptDiagnosis(diagnosis: Diagnosis): Diagnosis {
  const { cause, contributions, wrong, tags, tagsError } = diagnosis;
  return {
    ...diagnosis,
    cause: clippedText(cause, longest.cause),
    contributions: contributions.map((each) => ({ ...each, why: clippedText(each.why, longest.why) })),
    ...(wrong === undefined ? {} : { wrong: clippedText(wrong, longest.wrong) }),
    ...(tags === undefined ? {} : { tags: keptTags(tags) }),
    ...(tagsError === undefined ? {} : { tagsError: clippedText(tagsError, longest.why) }),
  };
}

const keptTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [clippedText(key, longest.tagKey), clippedText(value, longest.tagValue)]));
