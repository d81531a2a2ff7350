import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** On a phone in a village the first page must be there soon: what it needs, in bytes as gzip sends them. */
const limits = { portal: 150_000 };
const firstPages = { portal: 'src/pages/home/HomePage.tsx' };

export function firstViewBytes(folder, firstPage) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const files = new Set(['index.html']);
  const add = (key) => {
    const { file, css = [], imports = [] } = manifest[key];
    if (files.has(file)) return;
    for (const each of [file, ...css]) files.add(each);
    imports.forEach(add);
  };
  Object.keys(manifest)
    .filter((key) => manifest[key].isEntry || key === firstPage)
    .forEach(add);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0);
}

export function checkFirstView(name, folder) {
  const bytes = firstViewBytes(folder, firstPages[name]);
  const limit = limits[name] ?? Infinity;
  console.log(`The first view of the ${name} is ${Math.round(bytes / 1000)} kB compressed.`);
  if (bytes > limit)
    throw new Error(`The first view of the ${name} is ${bytes} bytes compressed, and ${limit} are allowed: load lazily what it does not need.`);
}
