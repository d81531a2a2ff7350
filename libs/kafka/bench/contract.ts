import { matchedChunk } from '@one-card/contracts';
import { matchedSample } from './sample-chunk';

/** What the contract of a full chunk costs, beside the JSON that carries it. `node -r @swc-node/register libs/kafka/bench/contract.ts` */
const ROUNDS = 200;

function time(name: string, work: () => unknown): void {
  for (let at = 0; at < 20; at++) work();
  const begin = process.hrtime.bigint();
  for (let at = 0; at < ROUNDS; at++) work();
  const ms = Number(process.hrtime.bigint() - begin) / 1e6 / ROUNDS;
  process.stdout.write(`${name.padEnd(16)} ${ms.toFixed(3)} ms a chunk of 2,000 lines\n`);
}

const chunk = matchedSample();
const json = JSON.stringify(chunk);
const bytes = Buffer.from(json);
process.stdout.write(`${String(bytes.length)} bytes\n`);
time('validate', () => matchedChunk.parse(chunk));
time('JSON.parse', () => JSON.parse(bytes.toString()) as unknown);
time('JSON.stringify', () => Buffer.from(JSON.stringify(chunk)));
