// The start of a container: first the migrations, as the role that owns the tables, then the service without that role's password.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const [name = ''] = process.argv.slice(2);
const file = name.includes('/') ? `dist/${name}.js` : `dist/${name}/main.js`;
const { MIGRATOR_DATABASE_URL: migrator, ...env } = process.env;

async function run(args, environment) {
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { env: environment, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await once(child, 'exit');
  return code ?? (signal === 'SIGTERM' ? 143 : 1);
}

const migrated = migrator === undefined ? 0 : await run(['migrate'], process.env);
process.exit(migrated === 0 ? await run([], env) : migrated);
