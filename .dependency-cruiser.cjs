/** The house rules of docs/architecture.md: which room may look into which. */
const room = (name) => `^src/${name}/`;
const contracts = '^src/(library/library|servers/server|sources/source|covers/cover|ai/models)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-knows-only-core',
      severity: 'error',
      from: { path: room('core') },
      to: { path: '^src/', pathNot: room('core') },
    },
    {
      name: 'core-uses-no-package-but-luxon-and-matching',
      severity: 'error',
      comment: 'string tables of the matcher and the course of the sun are pure functions without I/O',
      from: { path: room('core') },
      to: {
        dependencyTypes: ['npm', 'core'],
        pathNot: 'node_modules/(luxon|suncalc|@web-scrobbler/metadata-filter|fastest-levenshtein|any-ascii)/',
      },
    },
    {
      name: 'lib-is-the-floor',
      severity: 'error',
      from: { path: room('lib') },
      to: { path: '^src/', pathNot: room('lib') },
    },
    {
      name: 'operations-and-recipes-see-contracts-only',
      severity: 'error',
      from: { path: '^src/(operations|recipes)/' },
      to: { path: '^src/(library|servers|sources|covers|ai)/', pathNot: contracts },
    },
    {
      name: 'recipes-below-operations',
      severity: 'error',
      from: { path: room('recipes') },
      to: { path: '^src/(operations|entrypoints)/' },
    },
    {
      name: 'doors-translate-through-operations',
      severity: 'error',
      from: { path: room('entrypoints') },
      to: { path: '^src/(recipes|servers|sources|covers|ai|library)/', pathNot: contracts },
    },
    {
      name: 'outer-rooms-know-no-upper-room',
      severity: 'error',
      from: { path: '^src/(library|servers|sources|covers|ai|config)/' },
      to: { path: '^src/(operations|recipes|entrypoints)/' },
    },
    {
      name: 'rooms-beside-each-other-do-not-look-in',
      severity: 'error',
      from: { path: '^src/(library|servers|sources|covers|ai)/' },
      to: { path: '^src/(library|servers|sources|covers|ai)/', pathNot: ['^src/$1/', contracts] },
    },
    {
      name: 'only-doors-import-the-composition-root',
      severity: 'error',
      from: { pathNot: '^src/(main\\.ts|service\\.ts|demo/|entrypoints/cli/)' },
      to: { path: '^src/app\\.ts$' },
    },
    {
      name: 'the-product-never-imports-the-demo',
      severity: 'error',
      from: { path: '^src/', pathNot: room('demo') },
      to: { path: room('demo') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
