import { startVitest } from 'vitest/node'
import { AttackReport } from '../tests/attack/support/report.ts'

/** `make attack`: the attacks of tests/attack in their long form, one line each. Arguments choose files. */
process.env.SWITCHBOARD_ATTACK = '1'
const chosen = process.argv.slice(2)
const vitest = await startVitest('test', chosen.length > 0 ? chosen : ['tests/attack/'], {
  watch: false,
  reporters: [new AttackReport()],
  testTimeout: 300_000,
  hookTimeout: 120_000,
})
await vitest.close()
