import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // A process runs its files one after another, on one embedded database that is emptied before each test: starting it
    // for each of seventy files would take as long as a fifth of the tests.
    isolate: false,
    // The tests of a distributed run share one database, so they take turns.
    maxWorkers: process.env.MUSTER_TEST_CITUS_URL ? 1 : 2,
    // Long enough for a database to start on a busy machine; nothing is ever judged by how long it took.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 90_000 } },
    globalSetup: ['test/harness/template.ts'],
    projects: [
      { extends: true, test: { name: 'stories', include: ['test/stories/**/*.test.ts'] } },
      { extends: true, test: { name: 'commands', include: ['test/commands/*.test.ts'] } },
      { extends: true, test: { name: 'browser', testTimeout: 300_000, include: ['test/browser/*.test.ts'] } },
    ],
  },
})
