/** Of one sample: short calls are timed together, so that the clock's grain does not show. */
const callsTogether = 50
/** Of the slowest: the scheduler, the collector. They fall on both alike, and hide what is sought. */
const leftOut = 0.1

/** Welch's t of the times of two functions, called in random order. Positive where the second is faster. */
export function compareTimes(samples: number, one: () => unknown, two: () => unknown): number {
  const times: [number[], number[]] = [[], []]
  const time = (work: () => unknown): number => {
    const started = process.hrtime.bigint()
    for (let call = 0; call < callsTogether; call += 1) work()
    return Number(process.hrtime.bigint() - started)
  }
  // Both are compiled before anything counts.
  for (let round = 0; round < 200; round += 1) {
    time(one)
    time(two)
  }
  for (let round = 0; round < samples; round += 1) {
    const firstOne = Math.random() < 0.5
    const [first, second] = firstOne ? [time(one), time(two)] : [time(two), time(one)]
    times[0].push(firstOne ? first : second)
    times[1].push(firstOne ? second : first)
  }
  return welch(times[0], times[1])
}

/** https://en.wikipedia.org/wiki/Welch%27s_t-test */
export function welch(one: readonly number[], two: readonly number[]): number {
  const border =
    [...one, ...two].toSorted((a, b) => a - b)[Math.floor((one.length + two.length) * (1 - leftOut))] ?? Infinity
  const [a, b] = [one, two].map((times) => describe(times.filter((time) => time <= border)))
  if (!a || !b) return 0
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count)
}

function describe(times: readonly number[]) {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1)
  return { mean, variance, count: times.length }
}
