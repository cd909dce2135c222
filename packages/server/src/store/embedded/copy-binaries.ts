import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * A copy of the binaries below `parent`, made once for each build of them (told apart by the program's size and time).
 * It appears by a rename, so a half-made one is never used.
 *
 * @returns the copy's `native` directory.
 */
export function copyBinaries(native: string, parent: string): string {
  const program = statSync(path.join(native, 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres'))
  const directory = path.join(parent, `${program.size}-${Math.trunc(program.mtimeMs)}`)
  if (existsSync(directory)) return path.join(requireTrusted(directory), 'native')
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  const unfinished = `${directory}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(native, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  chmodSync(unfinished, 0o755)
  try {
    renameSync(unfinished, directory)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(directory)) throw error
  }
  return path.join(requireTrusted(directory), 'native')
}

/** We are about to run what lies there: it must be ours, and nobody else's to write. */
function requireTrusted(directory: string): string {
  const stat = lstatSync(directory)
  const foreign = process.getuid !== undefined && stat.uid !== process.getuid()
  if (!stat.isDirectory() || foreign || (process.platform !== 'win32' && stat.mode & 0o022)) {
    throw new Error(`${directory} is not a directory of our own: remove it, and it will be made again`)
  }
  return directory
}
