import { PersonsAndSessions1764000000000 } from './persons-and-sessions';

export const migrations = [PersonsAndSessions1764000000000];
