#!/usr/bin/env node
// The way in for `npm run demo`, `npm start`, `npm test` …: plain Node, since nothing may be installed or built yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const [verb = 'start', ...args] = process.argv.slice(2);
const launcher = join('dist', 'local', 'main.js');
process.chdir(root);

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Node 20.19 is the first that loads the ES modules some packages consist of. */
function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`Node ${process.versions.node} is too old: install Node 20.19 or later.`);
}

/** Everything that the lock file names is there in its version. npm leaves out what is optional on another system. */
function isInstalled() {
  const installed = join('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages);
  return want.every(([path, { version, link, optional }]) => !path.includes('node_modules/') || link || optional || have[path]?.version === version);
}

function step(sentence, command, commandArgs) {
  if (sentence !== '') console.log(sentence);
  const { status, error, signal } = spawnSync(command, commandArgs, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (signal) process.exit(130);
  if (error || status !== 0) fail(`${command} ${commandArgs.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function* filesIn(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

/** What browsers get is built by itself (deploy/web). */
const inBrowser = /^(libs[\\/]web|services[\\/](portal|console)[\\/](src|public|index))/;

function sourcesHash() {
  const hash = createHash('sha256');
  const single = ['package-lock.json', 'rspack.config.cjs', 'tsconfig.base.json', '.swcrc'];
  const files = ['libs', 'services', 'deploy/local/src', 'deploy/demo', 'deploy/bench', 'deploy/reconcile', 'deploy/chaos', 'deploy/replay'].flatMap(
    (folder) => [...filesIn(folder)],
  );
  for (const file of [...single, ...files.filter((name) => !name.endsWith('.spec.ts') && !inBrowser.test(name)).sort()])
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function build() {
  buildServices();
  step('', process.execPath, [join('deploy', 'web', 'build.mjs')]);
}

function buildServices() {
  const stamp = join('dist', '.sources');
  const hash = sourcesHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  step('Building the services …', process.execPath, [join('node_modules', '@rspack', 'cli', 'bin', 'rspack.js'), 'build', '-c', 'rspack.config.cjs']);
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamp, hash);
}

/** Hands over to the program. Ctrl-C reaches it too (same terminal), so this process only waits for its end. */
function become(nodeArgs) {
  const child = spawn(process.execPath, nodeArgs, { stdio: 'inherit' });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

checkNode();
if (!isInstalled()) step('Installing the packages that package-lock.json names …', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
if (verb === 'test') {
  become(['-r', '@swc-node/register', join('deploy', 'local', 'src', 'test.ts'), ...args]);
} else {
  // Stopping must not depend on sources that are just being changed.
  if (!['stop', 'reset', 'restart'].includes(verb) || !existsSync(launcher)) build();
  become(['--enable-source-maps', launcher, verb, ...args]);
}
