import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eventually, Fixture } from '../src/spec/fixture';
import { startMember } from '../src/spec/member';
import { work } from '../src/spec/sample';

/**
 * From the start of a consumer whose predecessor was killed to the first message that it handles.
 * `source <TEST_POSTGRES_URL, TEST_KAFKA_BROKERS>; node -r @swc-node/register libs/kafka/bench/recovery.ts`
 */
async function main(): Promise<void> {
  const given = await Fixture.create();
  const { brokers, prefix, databaseUrl } = given.place;
  const args = ['-r', '@swc-node/register', join(__dirname, '../src/spec/victim.ts'), brokers, prefix, databaseUrl];
  const victim = spawn(process.execPath, args, { stdio: 'ignore' });
  const dead = new Promise((resolve) => victim.once('exit', resolve));
  await given.publisher.publish(work, { key: 'before', no: 1 });
  await dead;
  await given.publisher.publish(work, { key: 'after', no: 1 });
  const begin = performance.now();
  const member = await startMember(given.place, { name: 'successor' });
  const check = async () => {
    if ((await given.heard('after')).length !== 1) throw new Error('not yet');
  };
  await eventually(check);
  process.stdout.write(`${((performance.now() - begin) / 1_000).toFixed(2)} s from the start of the successor to what it handles\n`);
  await member.stop();
  await given.stop();
}

void main().then(() => process.exit(0));
