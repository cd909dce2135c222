import type { Command } from 'commander'
import { print } from '../print.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

/** `switchboard migrate`: what `serve` does first, alone. */
export function registerMigrate(program: Command): void {
  const command = program
    .command('migrate')
    .description("bring the database's schema up to this version (serve does it too)")
  withDataDirectory(command).action((flags: SettingsFlags) =>
    withStore(flags, async ({ migrated }) => {
      print(migrated === 0 ? 'The schema is up to date.' : `Done: ${migrated} migrations ran.`)
    }),
  )
}
