import { parseArgs } from 'node:util';
import { People } from '@one-card/demo';
import { booksOf } from './books';
import { reconcile } from './reconcile';
import { told } from './words';

const HELP = `npm run reconcile -- [--url GATEWAY] [--bank URL] [--batch ID] [--json] [--state FOLDER]

Compares what payment, the bank-gateway, the bank's own ledger, disclosure and supervision hold paid, in count and fen, by batch; where sums
differ, by chunk and line. Ends with 0 when all agree, with 1 when anything differs. Lines that are just being paid differ for a moment.

  --url GATEWAY   the platform's gateway (default: the one that runs here)
  --bank URL      the bank's own books (default: the bank of the local run)
  --batch ID      only this batch
  --json          the result as JSON

Elsewhere than in the local run it reads ACCESS_TOKEN: a bearer token of a system with the post supervisor.`;

type Get = <T>(path: string) => Promise<T>;

function asking(base: string, headers: Record<string, string>): Get {
  return async <T>(path: string) => {
    const response = await fetch(new URL(path, base), { headers });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return (await response.json()) as T;
  };
}

async function gatewayOf(url: string): Promise<Get> {
  const { ACCESS_TOKEN: token, PERSONS: persons, DEMO_PASSWORD: password } = process.env;
  if (token !== undefined) return asking(url, { authorization: `Bearer ${token}` });
  if (persons === undefined || password === undefined) throw new Error('ACCESS_TOKEN is missing, and no local run is here to sign in at');
  const session = await new People(url, persons, password).holding('supervisor');
  return (path) => session.get(path);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      bank: { type: 'string' },
      batch: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return (console.log(HELP), 0);
  const [url, bank] = [values.url ?? process.env.GATEWAY_URL, values.bank ?? process.env.BANK_SIMULATOR_URL];
  if (url === undefined || bank === undefined) throw new Error('no platform runs here: say which by --url and --bank');
  const found = await reconcile(booksOf(await gatewayOf(url), asking(bank, {})), values.batch);
  console.log(values.json ? JSON.stringify(found, null, 2) : told(found));
  return found.differences.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
