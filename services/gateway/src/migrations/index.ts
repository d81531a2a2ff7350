import { CitizenTries1764036000000 } from './citizen-tries';
import { PersonsAndSessions1764000000000 } from './persons-and-sessions';

export const migrations = [PersonsAndSessions1764000000000, CitizenTries1764036000000];
