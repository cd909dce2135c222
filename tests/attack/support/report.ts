import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** The table of `make attack`: each line with how often it was tried and how often it held, and what fell. */
export class AttackReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) => [...module.children.allTests()].map(lineOf))
    const width = Math.max(...lines.map(({ name }) => name.length), 0)
    for (const { name, tried, held, ok } of lines) {
      console.log(
        `${ok ? '  ' : '✗ '}${name.padEnd(width)}  ${String(tried).padStart(6)} tried ${String(held).padStart(6)} held`,
      )
    }
    const sum = (of: 'tried' | 'held') => lines.reduce((total, line) => total + line[of], 0)
    const fell = lines.filter(({ ok }) => !ok)
    for (const { name, errors } of fell) console.log(`\n${name}\n${errors}`)
    for (const module of modules)
      for (const error of module.errors()) console.log(`\n${module.moduleId}\n${error.message}`)
    console.log(`\n${lines.length} attacks, ${sum('tried')} tried, ${sum('held')} held, ${fell.length} fell`)
  }
}

function lineOf(test: TestCase) {
  const { state, errors = [] } = test.result()
  // What is no attack but a check of one counts once.
  const { tried, held } = test.meta().attack ?? { tried: 1, held: Number(state === 'passed') }
  const ok = state === 'passed'
  return { name: test.fullName, tried, held, ok, errors: errors.map(({ message }) => message).join('\n') }
}
