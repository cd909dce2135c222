import type { Settings, Store } from '@switchboard/server'
import { type SettingsFlags, sourcesFor } from './settings-options.ts'

/** Opens the database (that of the running server, if one runs), does the work, and closes it. */
export async function withStore<Result>(
  flags: SettingsFlags,
  work: (store: Store, settings: Settings) => Promise<Result>,
): Promise<Result> {
  const { createLogger, loadSettings, openStore } = await import('@switchboard/server')
  const settings = loadSettings(await sourcesFor(flags))
  const log = createLogger({ level: 'warn', pretty: process.stderr.isTTY })
  await using store = await openStore({ settings, log, join: true, maxConnections: 4 })
  return await work(store, settings)
}
