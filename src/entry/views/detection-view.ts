import { z } from 'zod';
import { IncidentClass } from '#domain/facts.ts';
import { AnyJson } from '#domain/json.ts';
import type { Detection } from '#ports/catalogue.ts';

/** A detection as other programs see it; without an action it is kept for people to read. */
export const DetectionView = z.object({
  id: z.string(),
  title: z.string(),
  class: IncidentClass,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  action: z.string().nullable(),
  params: z.record(z.string(), AnyJson).nullable(),
});
export type DetectionView = Readonly<z.infer<typeof DetectionView>>;

/** A detection without its pattern. */
export const detectionView = ({ id, title, class: kind, severity, action, params }: Detection): DetectionView => ({
  id,
  title,
  class: kind,
  severity,
  action: action ?? null,
  params: params === undefined ? null : JSON.parse(JSON.stringify(params)),
});
