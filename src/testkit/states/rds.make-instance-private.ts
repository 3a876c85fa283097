import { databaseSetting } from './databases.ts';
import type { Model } from './model.ts';

export const model: Model = databaseSetting({ instance: 'orders' }, 'PubliclyAccessible', false);
