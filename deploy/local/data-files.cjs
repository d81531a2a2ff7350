/** Data files as text modules: a transform for jest, and a hook for programs that run from the sources. rspack has its own rule. */
const { readFileSync } = require('node:fs');

const moduleOf = (text) => `module.exports = { __esModule: true, default: ${JSON.stringify(text)} };`;

exports.process = (text) => ({ code: moduleOf(text) });

/** Loaded with `node -r` into programs that run from the sources. */
if (require.extensions) {
  require.extensions['.tsv'] = (module, file) => module._compile(moduleOf(readFileSync(file, 'utf8')), file);
}
