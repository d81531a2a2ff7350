// Loaded before everything else: ids of the services come from the simulation, so that a seed gives the same ones again.
const ids = require('./src/ids.ts');
const path = require.resolve('uuid');
const real = require(path);
require.cache[path].exports = { ...real, v7: () => ids.v7() };
