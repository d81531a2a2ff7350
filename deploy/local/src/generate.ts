import 'reflect-metadata';
import { openApiOf } from '@one-card/service';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { asyncApi, type Json } from './asyncapi';
import { incompatibilities } from './compatible';
import { composeFile } from './compose';
import { demoPersons } from './persons';
import { yamlOf } from './yaml';

/** Writes what is generated from the code and committed beside it; with `--check` it only says what is stale. */

const EVENTS = 'docs/asyncapi.json';

async function documents(): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>([
    ['deploy/local/persons.json', demoPersons()],
    [EVENTS, asyncApi()],
    ['docker-compose.yml', await composeFile()],
  ]);
  for (const name of readdirSync('services').sort()) {
    const file = resolve('services', name, 'src', 'app.module.ts');
    if (!existsSync(file)) continue;
    const { AppModule } = (await import(file)) as { AppModule: new () => unknown };
    found.set(`docs/api/${name}.json`, await openApiOf(name, AppModule));
  }
  return found;
}

async function textOf(file: string, value: unknown): Promise<string> {
  const parser = file.endsWith('.yml') ? 'yaml' : 'json';
  const text = parser === 'yaml' ? yamlOf(value) : JSON.stringify(value);
  return format(text, { ...(await resolveConfig(file)), parser });
}

/** Services that are gone leave no document behind. */
function orphans(files: ReadonlyMap<string, unknown>): string[] {
  if (!existsSync('docs/api')) return [];
  return readdirSync('docs/api')
    .map((name) => join('docs/api', basename(name)))
    .filter((file) => !files.has(file));
}

function refuseIncompatible(next: Json): void {
  if (!existsSync(EVENTS) || process.argv.includes('--unpublished')) return;
  const broken = incompatibilities(JSON.parse(readFileSync(EVENTS, 'utf8')) as Json, next);
  if (broken.length === 0) return;
  console.error(`These events change under those who read them:\n${broken.map((text) => `  ${text}`).join('\n')}`);
  console.error('Define a new version beside the old one; or, while nobody reads them yet: npm run generate -- --unpublished');
  process.exit(1);
}

async function run(): Promise<void> {
  const check = process.argv.includes('--check');
  const files = await documents();
  if (!check) refuseIncompatible(files.get(EVENTS) as Json);
  const stale = orphans(files);
  for (const [file, value] of files) {
    const text = await textOf(file, value);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(file);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!check) for (const file of orphans(files)) rmSync(file);
  for (const file of stale) console.log(`${check ? 'stale' : 'written'}: ${file}`);
  if (check && stale.length > 0) console.error('Run npm run generate and commit what it writes.');
  process.exit(check && stale.length > 0 ? 1 : 0);
}

void run();
