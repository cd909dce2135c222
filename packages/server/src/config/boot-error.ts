import { type VariableName, variable } from './variables.ts'

/** One reason not to start. */
export interface BootProblem {
  readonly variable: VariableName
  /** What was wrong, as the rest of a sentence that begins with the variable's name. */
  readonly wrong: string
  /** A value that works; by default the variable's own example. */
  readonly example?: string
}

/** Everything that is wrong with the configuration, at once. */
export class BootError extends Error {
  override name = 'BootError'
  readonly problems: readonly BootProblem[]

  constructor(problems: readonly BootProblem[]) {
    super(`The configuration does not work:\n${problems.map(describeProblem).join('\n')}`)
    this.problems = problems
  }
}

export function describeProblem(problem: BootProblem): string {
  const example = problem.example ?? variable(problem.variable).example
  return `  ${problem.variable} ${problem.wrong}\n    for example ${problem.variable}=${example}`
}
