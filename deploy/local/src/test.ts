import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needBrowser, needJava, needMaven } from './preflight';
import { sentenceOf } from './trouble';

/** Everything that has to hold, one step after another: lint, types, what is generated, then the tests. Ends with `N passed, N failed`. */

interface Count {
  passed: number;
  failed: number;
}

const bin = (name: string): string => join('node_modules', '.bin', name);
const node = process.execPath;

const checks: readonly [string, string, readonly string[]][] = [
  // The boundary rule reads the project graph, which must be there first; without the daemon nothing stays behind.
  ['project graph', bin('nx'), ['show', 'projects', '--json']],
  ['lint', bin('eslint'), ['.', '--max-warnings', '0']],
  ['format', bin('prettier'), ['--check', '.', '--log-level', 'warn']],
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['types of the webs', bin('tsc'), ['--noEmit', '-p', 'tsconfig.web.json']],
  [
    'nothing generated is stale',
    node,
    ['-r', '@swc-node/register', '-r', './deploy/local/data-files.cjs', 'deploy/local/src/generate.ts', '--check'],
  ],
];

const suites = ['unit', 'service', 'flow'];

const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };

function check([name, command, args]: (typeof checks)[number]): Count {
  const began = Date.now();
  const quiet = name === 'project graph';
  const { status, error, stdout } = spawnSync(command, args, { env, stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'], encoding: 'utf8' });
  const passed = status === 0 && !error;
  if (!passed && quiet) console.log(stdout);
  report(name, passed, began);
  return { passed: Number(passed), failed: Number(!passed) };
}

function report(name: string, passed: boolean, began: number): void {
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name} (${((Date.now() - began) / 1000).toFixed(0)} s)`);
}

/** One jest project. Suites that could not even start count as a failure each, and so does a jest that said nothing. */
function suite(name: string, more: readonly string[]): Count {
  const began = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'one-card-tests-'));
  const file = join(folder, 'results.json');
  const args = [
    '--selectProjects',
    name,
    '--json',
    `--outputFile=${file}`,
    '--passWithNoTests',
    ...(name === 'flow' ? ['--runInBand'] : []),
    ...more,
  ];
  const { status } = spawnSync(bin('jest'), args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const count = existsSync(file) ? countOf(JSON.parse(readFileSync(file, 'utf8')) as JestResults) : { passed: 0, failed: 0 };
  rmSync(folder, { recursive: true, force: true });
  if (status !== 0 && count.failed === 0) count.failed = 1;
  report(`${name} tests: ${String(count.passed)} passed, ${String(count.failed)} failed`, count.failed === 0, began);
  return count;
}

interface JestResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** A skipped test is one that nobody knows to pass. */
function countOf(results: JestResults): Count {
  return { passed: results.numPassedTests, failed: results.numFailedTests + results.numPendingTests + results.numRuntimeErrorTestSuites };
}

function run(): number {
  const [only, ...more] = process.argv.slice(2);
  if (only === undefined) {
    needJava(console.log);
    needMaven(console.log);
  }
  if (only === undefined || only === 'flow') wantBrowser();
  const counts = only === undefined ? checks.map(check) : [];
  for (const name of suites) if (only === undefined || only === name) counts.push(suite(name, more));
  const [passed, failed] = [sum(counts, 'passed'), sum(counts, 'failed')];
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** All else can be tested without it, so its absence is told here and fails the suites that need it. */
function wantBrowser(): void {
  try {
    needBrowser(console.log);
  } catch (error) {
    console.error(sentenceOf(error));
  }
}

function sum(counts: readonly Count[], key: keyof Count): number {
  return counts.reduce((total, count) => total + count[key], 0);
}

try {
  process.exit(run());
} catch (error) {
  console.error(sentenceOf(error));
  process.exit(1);
}
