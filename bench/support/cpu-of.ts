import { readdirSync, readFileSync } from 'node:fs'

/** Where the kernel does not keep what the scheduler counted, there are ticks of 10 ms. */
const microsecondsPerTick = 10_000

/** CPU that a process has used, in microseconds; of other systems than Linux: not a number. */
export function cpuOf(pid: number): number {
  return read(pid)?.cpu ?? Number.NaN
}

/** The same of the children that it has at the moment. */
export function cpuOfChildren(parent: number): number {
  if (process.platform !== 'linux') return Number.NaN
  let sum = 0
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? read(Number(name)) : null
    if (child?.parent === parent) sum += child.cpu
  }
  return sum
}

function read(pid: number): { parent: number; cpu: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { parent: Number(fields[1]), cpu: readScheduled(pid) ?? ticks * microsecondsPerTick }
  } catch {
    return null // ended meanwhile, or not Linux
  }
}

/** Exact, but of threads that still run. */
function readScheduled(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = threads.map(
      (thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0],
    )
    return nanoseconds.reduce((sum, one) => sum + Number(one), 0) / 1_000
  } catch {
    return null
  }
}
