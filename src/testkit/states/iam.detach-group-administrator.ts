import { holding } from './administrator.ts';

export const model = holding('groupName', 'Group');
