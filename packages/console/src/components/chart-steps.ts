const tens = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]

/** Between the lines of a chart of what is counted: there is no half message. */
export const countSteps: readonly number[] = tens.flatMap((ten) => [ten, 2 * ten, 5 * ten])

const minute = 60
const hour = 60 * minute

/** Between the lines of a chart of times in seconds: what a clock shows, not thousands of seconds. */
export const timeSteps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...tens.flatMap((ten) => [ten, 2 * ten, 5 * ten]).map((days) => days * 24 * hour),
]
