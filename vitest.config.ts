import { defineConfig } from 'vitest/config'

/** `make faults`: tests that have a long form run it, and may take their time. */
const long = process.env.SWITCHBOARD_FAULTS === '1'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['packages/server/src/testing/global-setup.ts'],
    testTimeout: long ? 1_800_000 : 120_000,
    // A condition is waited for as long as a busy machine may need; only what never comes fails.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
