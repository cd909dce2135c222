import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Enough to tell later whether this very process still runs, although pids are used again. */
export interface ProcessDescription {
  readonly pid: number
  readonly host: string
  /** Linux: the kernel's boot, the pid namespace, and when the process began (clock ticks since boot). */
  readonly boot?: string
  readonly namespace?: string
  readonly began?: string
}

export function describeThisProcess(): ProcessDescription {
  const linux =
    process.platform === 'linux'
      ? {
          boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
          namespace: readlinkSync('/proc/self/ns/pid'),
          began: beganAt(process.pid) ?? '',
        }
      : {}
  return { pid: process.pid, host: hostname(), ...linux }
}

/** @returns undefined when it can't be known from here: another machine, or another container on this one. */
export function isRunning(other: ProcessDescription): boolean | undefined {
  const here = describeThisProcess()
  if (other.boot !== here.boot && other.host === here.host) return false
  if (other.boot !== here.boot || other.namespace !== here.namespace) return undefined
  if (other.boot === undefined && other.host !== here.host) return undefined
  if (!exists(other.pid)) return false
  return other.began === undefined || other.began === beganAt(other.pid)
}

/** Whether a process of that pid runs, be it ours or not. One that ended and was not yet reaped by its parent does not. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return statusFields(pid)?.[0] !== 'Z'
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function beganAt(pid: number): string | undefined {
  return statusFields(pid)?.[19]
}

/** proc(5), /proc/pid/stat from the third field (state) on; the second, the name, may hold spaces and brackets. */
function statusFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // it ended meanwhile, or this is no Linux
  }
}
