import { holding } from './administrator.ts';

export const model = holding('roleName', 'Role');
