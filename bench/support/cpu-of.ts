import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in ticks of 10 ms. */
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
    return { parent: Number(fields[1]), cpu: (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick }
  } catch {
    return null // ended meanwhile, or not Linux
  }
}
