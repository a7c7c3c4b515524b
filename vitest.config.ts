import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // The tests of a distributed run share one database, so they take turns.
    maxWorkers: process.env.MUSTER_TEST_CITUS_URL ? 1 : 2,
    // Long enough for a database to start on a busy machine; nothing is ever judged by how long it took.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ['test/harness/template.ts'],
    projects: [
      { extends: true, test: { name: 'stories', include: ['test/stories/**/*.test.ts'] } },
      { extends: true, test: { name: 'browser', include: ['test/browser/*.test.ts'] } },
      // Every room of the board, in every look: longer than all the rest together, so it is asked for by name.
      { extends: true, test: { name: 'rooms', testTimeout: 300_000, include: ['test/browser/rooms/*.test.ts'] } },
    ],
  },
})
