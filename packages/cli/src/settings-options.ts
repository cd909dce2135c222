import type { EnvSources } from '@switchboard/server'
import type { Command } from 'commander'

export interface SettingsFlags {
  readonly dataDir?: string
}

/** Adds `--data-dir`, which every command has that needs the database or the server. */
export function withDataDirectory(command: Command): Command {
  return command.option('--data-dir <directory>', 'instead of SWITCHBOARD_DATA_DIR')
}

/** The environment and `.env`, with this command's own flags over them. */
export async function sourcesFor(flags: SettingsFlags, more: EnvSources['options'] = {}): Promise<EnvSources> {
  const { processSources } = await import('@switchboard/server')
  const options = { ...(flags.dataDir === undefined ? {} : { SWITCHBOARD_DATA_DIR: flags.dataDir }), ...more }
  return { ...processSources(), options }
}
