// Builds the webs into dist/<web>/public, each only when something that goes into it has changed. `node deploy/web/build.mjs portal` builds one.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { webConfig, webs } from './vite.mjs';
import { checkFirstView } from './first-view.mjs';

// A test that starts a platform runs as NODE_ENV=test, and its browsers would get React's development build.
process.env.NODE_ENV = 'production';
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const compressible = /\.(js|css|svg|json|txt|html)$/;

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOf(name) {
  const hash = createHash('sha256');
  const folders = [join('services', name), 'libs/web', 'libs/domain', 'deploy/web'];
  const sources = folders.flatMap((folder) => filesIn(folder)).filter((file) => !/\.spec\.ts$|\.md$/.test(file));
  for (const file of ['package-lock.json', 'tsconfig.base.json', ...sources]) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Beside each file, so that nothing is compressed while somebody waits. The page itself is small and made anew for each reader. */
async function compress(folder) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } };
  for (const file of filesIn(folder).filter((each) => compressible.test(each) && !each.endsWith('index.html'))) {
    const bytes = readFileSync(file);
    if (bytes.length < 1_000) continue;
    writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, quality));
    writeFileSync(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }
}

async function buildWeb(name) {
  const stamp = join('dist', name, '.sources');
  const hash = hashOf(name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log(`Building the ${name} …`);
  await build(webConfig(name));
  const folder = join('dist', name, 'public');
  checkFirstView(name, folder);
  await compress(folder);
  writeFileSync(stamp, hash);
}

const wanted = process.argv.slice(2);
for (const name of Object.keys(webs)) if (wanted.length === 0 || wanted.includes(name)) await buildWeb(name);
