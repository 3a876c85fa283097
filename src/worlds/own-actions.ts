import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { z } from 'zod';
import { actions as ours } from '#catalogue/actions/index.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import type { Action } from '#ports/catalogue.ts';
import { call } from '#ports/cloud.ts';
import { actionContract } from '#testkit/action-contract.ts';
import { list, type Model, object, still, unexpected } from '#testkit/states/model.ts';

/** What a file of a user's own action is given: it imports nothing of ours. */
const kit = { defineAction, call, z, canonical };
/** What the file of its states is given. */
const modelKit = { fc, object, list, still, unexpected };

/** An action that kept the contract, or why it is not loaded. */
export interface CheckedAction {
  readonly file: string;
  readonly id: string;
  readonly action?: Action;
  /** Every promise that was tried, and what broke it. */
  readonly promises: readonly { readonly says: string; readonly broken?: string }[];
  readonly refused?: HealError;
}

interface OwnActions {
  readonly actions: readonly Action[];
  readonly refused: readonly HealError[];
}

/** The user's own actions out of the folders that the policy names. One that breaks the contract is refused, the rest load. */
export async function ownActions(policyFile: string): Promise<OwnActions> {
  const { policy } = await loadPolicy(policyFile);
  const checked = (await Promise.all(policy.actions.map((folder) => checkActions(resolve(dirname(policyFile), folder))))).flat();
  return {
    actions: checked.flatMap(({ action, refused }) => (action === undefined || refused !== undefined ? [] : [action])),
    refused: checked.flatMap(({ refused }) => refused ?? []),
  };
}

/** Holds `<service>/<verb-object>.ts` of a folder, or one such file, to the contract that ours keep. Runs the code in them. */
export async function checkActions(path: string): Promise<readonly CheckedAction[]> {
  const single = path.endsWith('.ts');
  const folder = single ? dirname(dirname(path)) : path;
  const names = single
    ? [path.slice(folder.length + 1)]
    : await readdir(folder, { recursive: true }).catch((cause: unknown) => {
        throw new HealError('bad-action', `the actions in ${folder} cannot be read: ${asHealError(cause).message}; check the path`, {
          cause,
        });
      });
  const files = names.filter((name) => name.split(sep).length === 2 && name.endsWith('.ts') && !/\.(states|test)\.ts$/.test(name));
  return Promise.all(files.toSorted().map((name) => checkFile(folder, name)));
}

async function checkFile(folder: string, name: string): Promise<CheckedAction> {
  const file = join(folder, name);
  const id = name.replace(/\.ts$/, '').replaceAll(sep, '.');
  const refuse = (why: string, cause?: unknown): CheckedAction => ({
    file,
    id,
    promises: [],
    refused: new HealError('bad-action', `${file}: ${why}`, { details: { file }, ...(cause === undefined ? {} : { cause }) }),
  });
  try {
    const action = (await made(file, kit)) as Action;
    const states = file.replace(/\.ts$/, '.states.ts');
    if (!(await isFile(states))) return refuse(`the states that it may see are missing: write them to ${basename(states)} beside it`);
    const model = (await made(states, modelKit)) as Model;
    if (action.id !== id) return refuse(`its id is ${action.id}, but the file's path says ${id}`);
    if (Object.hasOwn(ours, id)) return refuse(`there is an action ${id} already; give yours another name`);
    const promises = actionContract.map(({ says, holds }) => ({ says, ...brokenBy(() => holds(action, model)) }));
    const broken = promises.filter((each) => each.broken !== undefined);
    const refused = broken.map(({ says, broken: how }) => `it does not keep "${says}": ${how}`).join('; ');
    return { file, id, action, promises, ...(refused === '' ? {} : { refused: refuse(refused).refused as HealError }) };
  } catch (error) {
    return refuse(asHealError(error).message, error);
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** What the default export of a file makes of the kit. */
async function made(file: string, given: object): Promise<unknown> {
  const { default: make }: { readonly default?: unknown } = await import(pathToFileURL(file).href);
  if (typeof make !== 'function') throw new HealError('bad-action', `${file} exports no function: export default (selfheal) => …`);
  return make(given);
}

function brokenBy(holds: () => void): { readonly broken?: string } {
  try {
    holds();
    return {};
  } catch (error) {
    return { broken: asHealError(error).message };
  }
}
