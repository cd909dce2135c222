import { defineConfig } from 'vitest/config'
import { SpreadByKind } from './packages/server/src/testing/spread-by-kind.ts'

/** `make faults`: tests that have a long form run it, and may take their time. */
const long = process.env.SWITCHBOARD_FAULTS === '1'

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['packages/server/src/testing/global-setup.ts'],
    setupFiles: ['tests/support/print-failed-pages.ts'],
    testTimeout: long ? 1_800_000 : 120_000,
    // A condition is waited for as long as a busy machine may need; only what never comes fails.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 180_000,
    // One more than two cores: files of single parts wait for Postgres a third of their time, and are spread among those that don't.
    maxWorkers: 3,
    // A process and every module anew for each file would be a second of work each. So a file leaves nothing behind: no faked
    // clock, no variable of the environment, no module that is mocked.
    isolate: false,
    sequence: { sequencer: SpreadByKind },
  },
})
