import path from 'node:path'
import type { Command } from 'commander'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'

interface ServeFlags extends SettingsFlags {
  readonly host?: string
  readonly port?: string
  readonly roles?: string
}

/** `switchboard serve`: runs the server until SIGTERM, SIGINT or SIGHUP. */
export function registerServe(program: Command): void {
  const command = program
    .command('serve')
    .description('run the server')
    .option('--host <address>', 'instead of HOST')
    .option('--port <number>', 'instead of PORT; 0 takes a free one')
    .option('--roles <list>', 'what this process does: api,project,dispatch,jobs (default: all)')
  withDataDirectory(command).action(async (flags: ServeFlags) => {
    const { main } = await import('@switchboard/server/serve')
    const sources = await sourcesFor(flags, {
      ...(flags.host === undefined ? {} : { HOST: flags.host }),
      ...(flags.port === undefined ? {} : { PORT: flags.port }),
      ...(flags.roles === undefined ? {} : { SWITCHBOARD_ROLES: flags.roles }),
    })
    await main({ sources, program: path.join(import.meta.dirname, '..', 'bin.ts') })
  })
}
