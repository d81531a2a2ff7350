const pathsToModuleNameMapper = (paths) => Object.fromEntries(Object.entries(paths).map(([name, [file]]) => [`^${name}$`, `<rootDir>/${file}`]));
const { compilerOptions } = JSON.parse(require('node:fs').readFileSync('tsconfig.base.json', 'utf8'));

/** Packages that ship only ES modules, or that import at run time, which jest must compile. */
const esm = ['openid-client', 'oauth4webapi', 'jose', 'sql-template-tag', '@opentelemetry/otlp-exporter-base'].join('|');
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: pathsToModuleNameMapper(compilerOptions.paths),
  transform: { '^.+\\.[mc]?[jt]s$': ['@swc/jest'], '\\.tsv$': '<rootDir>/deploy/local/data-files.cjs' },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esm})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local'],
};

/** unit: no server. service: one PostgreSQL and one Kafka for all suites. flow: one running platform for all suites. */
module.exports = {
  maxWorkers: 2,
  // jest takes it only here, for all projects: real servers answer when they can, and every wait in a test has a limit of its own.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,services,deploy}/**/src/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.server\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'service',
      testMatch: ['<rootDir>/{libs,deploy}/**/*.server.spec.ts', '<rootDir>/services/*/test/*.e2e.spec.ts'],
      globalSetup: '<rootDir>/libs/testing/src/global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/global-teardown.ts',
    },
    {
      ...shared,
      displayName: 'flow',
      testMatch: ['<rootDir>/services/e2e/**/*.flow.spec.ts'],
      globalSetup: '<rootDir>/deploy/local/src/flow-setup.ts',
      globalTeardown: '<rootDir>/deploy/local/src/flow-teardown.ts',
    },
  ],
};
