import type { LoadResult } from './send-load.ts'

export interface Result extends LoadResult {
  /** Microseconds of CPU per call. */
  readonly node: number
  readonly postgres: number
}

/** What was asked in turns; `rounds[n]` of each is from the same round. */
export interface Contender {
  readonly label: string
  /** Gives rows, so it has to reach the goal. */
  readonly hasGoal: boolean
  readonly rounds: readonly Result[]
}

/** A rate of so much of echo's. */
const goal = 0.7

/** @param echo what all others are compared with, round by round */
export function report(echo: Contender, others: readonly Contender[]): void {
  for (const contender of [echo, ...others]) console.log(lineOf(contender, echo))
  console.log('\nratio: our rate ÷ echo’s of the same round, median of the rounds (least to most)\n')
  const missed = others.filter((contender) => contender.hasGoal && !hasMet(contender, echo)).map(({ label }) => label)
  console.log(
    missed.length === 0
      ? `met     every tool that gives rows has at least ${goal} of echo’s rate`
      : `MISSED  below ${goal} of echo’s rate: ${missed.join(', ')}`,
  )
}

function lineOf(contender: Contender, echo: Contender): string {
  const { label, rounds } = contender
  const middle = (of: (run: Result) => number) => median(rounds.map(of))
  const rate = middle(({ perSecond }) => perSecond)
  const cpu = `${middle(({ node }) => node)
    .toFixed(0)
    .padStart(5)} µs`
  const times = `p50 ${middle(({ p50 }) => p50)
    .toFixed(1)
    .padStart(5)}  p99 ${middle(({ p99 }) => p99)
    .toFixed(1)
    .padStart(5)} ms`
  const line = `${label.padEnd(34)}${rate.toFixed(0).padStart(6)}/s  ${times}  CPU a call ${cpu}`
  if (contender === echo) return `        ${line}`
  const verdict = contender.hasGoal ? (hasMet(contender, echo) ? 'met     ' : 'MISSED  ') : '        '
  const ratios = ratiosOf(contender, echo)
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)]
  return (
    `${verdict}${line} + Postgres ${middle(({ postgres }) => postgres)
      .toFixed(0)
      .padStart(3)} µs` + `  ratio ${median(ratios).toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
  )
}

function hasMet(contender: Contender, echo: Contender): boolean {
  return median(ratiosOf(contender, echo)) >= goal
}

/** The machine is faster in some minutes than in others: what was measured in the same one is compared. */
function ratiosOf({ rounds }: Contender, echo: Contender): number[] {
  return rounds.map(({ perSecond }, round) => perSecond / (echo.rounds[round]?.perSecond ?? Number.NaN))
}

/** Of an even number the mean of the two in the middle, so that none is better or worse than it is. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  return (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2
}
