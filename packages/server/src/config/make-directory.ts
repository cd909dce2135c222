import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/**
 * The directory with all that leads to it, for its owner only, one step at a time: `mkdir` with `recursive` never comes back where
 * a file system answers that what it was asked to make does not exist, as /proc does.
 *
 * @throws an error of the system, such as EACCES or ENOTDIR
 */
export function makeDirectory(directory: string): void {
  if (existsSync(directory)) return
  const parent = path.dirname(directory)
  if (parent !== directory) makeDirectory(parent)
  try {
    mkdirSync(directory, { mode: 0o700 })
  } catch (error) {
    // Another process that starts at the same time made it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
