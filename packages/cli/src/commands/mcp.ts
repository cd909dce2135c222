import path from 'node:path'
import type { Command } from 'commander'
import { findOrStartServer, type Target } from '../find-or-start-server.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'

interface McpFlags extends SettingsFlags {
  readonly toolsets?: string
  readonly readOnly?: true
}

/**
 * `switchboard mcp`: MCP on stdin and stdout, for assistants that start a program. Talks to the server that runs on the data
 * directory, or starts one for as long as the assistant stays. stdout belongs to the protocol.
 */
export function registerMcp(program: Command): void {
  const command = program
    .command('mcp')
    .description('speak MCP on stdin and stdout, through the running server or one of its own')
    .option('--toolsets <list>', 'of read, send, compat, by comma; without it read,send')
    .option('--read-only', 'no tool that sends or changes, whatever the key may')
  withDataDirectory(command).action(async (flags: McpFlags) => {
    const { loadSettings } = await import('@switchboard/server')
    const { runStdioProxy } = await import('@switchboard/server/mcp')
    const settings = loadSettings(await sourcesFor(flags))
    await using target: Target = await findOrStartServer(settings, path.join(import.meta.dirname, '..', 'bin.ts'))
    const key = settings.env.SWITCHBOARD_API_KEY.value ?? target.key
    if (key === undefined)
      throw new CommandError(`No key is in ${settings.config.dataDirectory}. Set SWITCHBOARD_API_KEY to one.`)
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    const { toolsets, readOnly } = flags
    await runStdioProxy({
      url: `${target.url}/mcp`,
      key,
      toolsets: toolsets?.split(','),
      readOnly,
      signal: stop.signal,
    })
  })
}
