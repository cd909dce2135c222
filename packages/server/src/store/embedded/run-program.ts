import { spawn } from 'node:child_process'

export interface ProgramOptions {
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
}

/**
 * Nothing of our environment goes to Postgres: it may hold tokens, and a process's environment can be read by others of
 * its user. Windows programs don't start without a few of its variables.
 */
export const programEnvironment: NodeJS.ProcessEnv =
  process.platform === 'win32'
    ? { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP, TZ: 'UTC' }
    : { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program to its end. @returns what it printed. @throws with what it said, when it fails or can't be run. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      env: programEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code, signal) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ended with ${code ?? signal ?? '?'}: ${(errors || output).trim()}`)),
    )
  })
}
