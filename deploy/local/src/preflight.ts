import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Say } from './part';
import type { Ports } from './services';
import { codeOf, Trouble } from './trouble';

const LEAST_FREE_BYTES = 1024 ** 3;

/** What would fail later and less clearly. */
export async function checkFolder(state: string): Promise<void> {
  await mkdir(state, { recursive: true }).catch(() => undefined);
  await access(state, constants.W_OK).catch(() => {
    throw new Trouble(`${state} cannot be written: the platform keeps all that it makes there.`);
  });
  const { bavail, bsize } = await statfs(state);
  if (bavail * bsize < LEAST_FREE_BYTES) {
    throw new Trouble(`Only ${String(Math.floor((bavail * bsize) / 1024 ** 2))} MiB are free where ${state} lies: 1 GiB is needed at least.`);
  }
  await checkServerMayEnter(state);
  await checkServerMayEnter(join(process.cwd(), 'node_modules'));
}

/** Started by root, PostgreSQL runs as the user postgres, who must get into its folders. */
async function checkServerMayEnter(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (((await stat(at)).mode & constants.S_IXOTH) !== 0) continue;
    throw new Trouble(`PostgreSQL runs as the user postgres, who may not enter ${at}: chmod o+x ${at}, or move the project.`);
  }
}

export async function checkPorts(ports: Ports): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    const code = await tryPort(port);
    if (code === undefined) continue;
    const why = code === 'EADDRINUSE' ? 'is used by another program' : `cannot be used (${code})`;
    throw new Trouble(`Port ${String(port)} (${name}) ${why}: stop that program, or choose another port with --port ${name}=NUMBER.`);
  }
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? error.message));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}

/** Kafka needs Java 17 or later; Maven fetches Kafka. On Debian root may install them, elsewhere the person is told what to install. */
export function needJava(say: Say): void {
  if (javaVersion() >= 17) return;
  const found = javaVersion() === 0 ? 'Java is missing' : `Java ${String(javaVersion())} is too old`;
  install(`${found}: install a Java 17 runtime or later (Debian: apt-get install openjdk-17-jre-headless).`, 'openjdk-17-jre-headless', say);
  if (javaVersion() < 17) throw new Trouble('Java 17 was installed, but `java -version` still does not answer so.');
}

export function needMaven(say: Say): void {
  if (spawnSync('mvn', ['-v']).status === 0) return;
  install('Maven is missing, which fetches Apache Kafka: install it (Debian: apt-get install maven).', 'maven', say);
}

function javaVersion(): number {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return status === 0 ? Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) : 0;
}

/** The browser that the flow suites drive, and letters for Chinese. Where neither can be had, those suites fail and say so. */
export function needBrowser(say: Say): void {
  if (!existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')) {
    install('Chromium is missing: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.', 'chromium', say);
  }
  if (hasChineseLetters()) return;
  install('No font has Chinese letters: install one (Debian: apt-get install fonts-noto-cjk).', 'fonts-noto-cjk', say);
}

function hasChineseLetters(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

function install(otherwise: string, debianPackage: string, say: Say): void {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new Trouble(otherwise);
  say(`Installing ${debianPackage} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env });
  const { status, stderr } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], { env, encoding: 'utf8' });
  if (status !== 0) throw new Trouble(`${otherwise} apt-get says: ${stderr.trim().split('\n').slice(-2).join(' ')}`);
}
