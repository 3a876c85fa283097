import { type Keys, openModel } from '#adapters/models/open-model.ts';
import type { Policy } from '#config/policy.ts';
import { canonical } from '#domain/json.ts';
import type { Model } from '#ports/model.ts';

interface Around {
  policy(): Pick<Policy, 'model'>;
  /** The home region. */
  readonly region: string;
  /** The engine's own keys; those of a sandbox open no door but the sandbox's. */
  readonly keys?: Keys | undefined;
  /** The emulator's endpoint, in a sandbox. */
  readonly sandbox?: string | undefined;
}

/** The model that the policy names at the moment, or none; opened anew when the policy changes, loaded when it is first asked. */
export function modelOf({ policy, region, keys, sandbox }: Around): () => Model | undefined {
  let open: { readonly named: string; readonly model: Model } | undefined;
  return () => {
    const { model: settings } = policy();
    if (settings === undefined) return undefined;
    const named = canonical(settings);
    if (open?.named !== named) {
      const own = sandbox === undefined || settings.endpoint !== undefined ? keys : undefined;
      open = { named, model: openModel({ settings, region, keys: own }) };
    }
    return open.model;
  };
}
