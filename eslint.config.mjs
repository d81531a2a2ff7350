import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const notInBrowsers = { regex: '^(node:|@one-card/(?!web$|domain$))', message: 'This runs in browsers: only libs/web and libs/domain do too.' };
const kafkaOnly = { paths: [{ name: 'kafkajs', message: 'Only libs/kafka talks to Kafka.' }] };

export default tseslint.config(
  { ignores: ['dist', '.local', '.nx', 'node_modules', '**/generated/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx,mts,cts,mjs,cjs}'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          depConstraints: [
            { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:web-lib', 'type:lib', 'type:domain'] },
            { sourceTag: 'type:web-lib', onlyDependOnLibsWithTags: ['type:domain'] },
            { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:lib', 'type:domain'] },
            { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:domain'] },
            { sourceTag: 'type:domain', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'type:deploy', onlyDependOnLibsWithTags: ['type:lib', 'type:domain', 'type:deploy'] },
            { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:domain', 'type:deploy'] },
          ],
        },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', kafkaOnly],
    },
  },
  {
    files: ['services/{portal,console}/src/**', 'libs/web/src/**'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: kafkaOnly.paths, patterns: [notInBrowsers] }] },
  },
  // The one exception to "no service imports another": the simulation runs all of their handlers in one process. Webs share one way to be built.
  { files: ['deploy/sim/**', 'services/*/vite.config.mjs'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  { files: ['libs/kafka/**'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  prettier,
);
