import { startVitest } from 'vitest/node'
import { AttackReport } from '../tests/attack/support/report.ts'

/** `make attack`: the attacks of tests/attack, the hostile messages and the canaries in their long form, one line each. Arguments choose files. */
process.env.SWITCHBOARD_ATTACK = '1'
const chosen = process.argv.slice(2)
const vitest = await startVitest(
  'test',
  chosen.length > 0 ? chosen : ['tests/attack/', 'tests/injection.test.ts', 'tests/canary.test.ts'],
  {
    watch: false,
    reporters: [new AttackReport()],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
)
await vitest.close()
