import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, progress, progressDone } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface ReplayFlags extends SettingsFlags {
  readonly failed?: boolean
  readonly since?: string
}

/** `switchboard replay --failed | --since TIME | FILE…`: projects again; doing so twice changes nothing. */
export function registerReplay(program: Command): void {
  const command = program
    .command('replay [paths...]')
    .description('project again what failed or came since a time, or take raw webhook bodies from files and folders')
    .option('--failed', 'everything that could not be projected')
    .option('--since <time>', 'everything received since then, e.g. 2026-11-21 or 2026-11-21T09:00:00Z')
  withDataDirectory(command).action(async (paths: string[], flags: ReplayFlags) => {
    const ways = [flags.failed === true, flags.since !== undefined, paths.length > 0].filter(Boolean)
    if (ways.length !== 1)
      throw new CommandError('Say one thing to replay: --failed, or --since TIME, or files and folders.')
    if (paths.length > 0) await replayPaths(paths, flags)
    else await replayInbox(flags)
  })
}

async function replayInbox(flags: ReplayFlags): Promise<void> {
  const selection = flags.since === undefined ? ({ parked: true } as const) : { since: parseTime(flags.since) }
  const { replayFromInbox } = await import('@switchboard/server/replay')
  await withStore(flags, async (store) => {
    const done = await replayFromInbox(store, selection, ({ replayed }) => progress(`${replayed} bodies`)).finally(
      progressDone,
    )
    const given = 'parked' in selection ? { failed: true } : { since: selection.since }
    await auditCommand(store, { command: 'replay', action: 'replay', arguments: given })
    print(`${bodies(done.replayed)} projected again; still impossible: ${done.parked}.`)
    if (done.parked > 0) print('Why: GET /v1/inbox?state=parked')
  })
}

async function replayPaths(paths: readonly string[], flags: SettingsFlags): Promise<void> {
  for (const from of paths) {
    await stat(from).catch((error: Error) => {
      throw new CommandError(`${from} cannot be read: ${error.message}`)
    })
  }
  const { createLogger } = await import('@switchboard/server')
  const { replayFromFiles } = await import('@switchboard/server/replay')
  const log = createLogger({ level: 'warn', pretty: process.stderr.isTTY })
  await withStore(flags, async (store) => {
    const { stored, duplicates, refused } = await replayFromFiles(store, log, paths, {
      onProgress: (state) => progress(`${state.stored + state.duplicates} bodies`),
      onRefused: (from) => process.stderr.write(`${from}: not a JSON object; left out\n`),
    }).finally(progressDone)
    if (stored + duplicates + refused === 0)
      throw new CommandError('No body was found. Of folders, files named .json, .ndjson or .jsonl are read.')
    print(`${bodies(stored)} stored and projected; there already: ${duplicates}; not readable: ${refused}.`)
  })
}

function parseTime(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new CommandError(`--since ${text} is not a time. Write 2026-11-21T09:00:00Z`)
  return time
}

function bodies(count: number): string {
  return count === 1 ? '1 body' : `${count} bodies`
}
