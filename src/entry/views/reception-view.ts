import { z } from 'zod';
import type { Reception } from '#flow/receive.ts';

/** What became of one signal, or why something that came in is not one. */
export const ReceptionView = z.object({
  became: z.enum(['opened', 'repeat', 'duplicate', 'echo', 'unmatched', 'dropped']),
  incident: z.string().optional(),
  detection: z.string().optional(),
  signal: z
    .object({ id: z.string(), source: z.string(), title: z.string(), account: z.string(), region: z.string(), resource: z.string() })
    .optional(),
  because: z.string().optional(),
  detail: z.string().optional(),
});
export type ReceptionView = Readonly<z.infer<typeof ReceptionView>>;

/** A reception without the signal's actor: enough to find the incident, nothing to leak. */
export function receptionView(reception: Reception): ReceptionView {
  if (reception.became === 'dropped') return reception;
  const { id, source, title, resource } = reception.signal;
  return {
    became: reception.became,
    ...('incident' in reception ? { incident: reception.incident } : {}),
    ...('detection' in reception ? { detection: reception.detection } : {}),
    signal: { id, source, title, account: resource.account, region: resource.region, resource: resource.id },
  };
}
