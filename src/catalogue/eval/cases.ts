import { blindAgain } from './blind-again.ts';
import { blindEvents } from './blind-events.ts';
import { blindExposures } from './blind-exposures.ts';
import { blindPeople } from './blind-people.ts';
import { cost } from './cost.ts';
import { destruction } from './destruction.ts';
import type { Cases, EvalCase, Family } from './eval-case.ts';
import { exposure } from './exposure.ts';
import { failure } from './failure.ts';
import { guardRails } from './guard-rails.ts';
import { identity } from './identity.ts';

const byFamily: Readonly<Record<Family, Cases>> = {
  exposure,
  identity,
  'guard-rails': guardRails,
  destruction,
  failure,
  cost,
  blind: { ...blindExposures, ...blindPeople, ...blindEvents },
  'blind-again': blindAgain,
};

/** Every labelled case. They are our own, so what is right by them is right by us: they measure models against each other, not us against the world. */
export const evalCases: readonly EvalCase[] = Object.entries(byFamily).flatMap(([family, cases]) =>
  Object.entries(cases).map(([name, one]) => ({ id: `${family}/${name}`, ...one })),
);
