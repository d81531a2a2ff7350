import 'reflect-metadata';
import { startMember } from './member';

/** A process that dies between the commit of its first event and the commit of the offset, with its fact still in the outbox. */
const [brokers = '', prefix = '', databaseUrl = ''] = process.argv.slice(2);
void startMember({ brokers, prefix, databaseUrl }, { name: 'victim', relay: false, onCommit: () => process.kill(process.pid, 'SIGKILL') });
