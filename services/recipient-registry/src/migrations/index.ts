import { Register1764000000000 } from './register';

export const migrations = [Register1764000000000];
