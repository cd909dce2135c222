import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ChainReport } from '@switchboard/server'
import type { Command } from 'commander'
import { auditCommand } from '../audit-command.ts'
import { print, progress, progressDone, style } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface VerifyFlags extends SettingsFlags {
  readonly head?: string
}

interface ExportFlags extends SettingsFlags {
  readonly workspace?: string
  readonly since?: string
  readonly until?: string
}

/** `switchboard audit verify|export`: whether the audit is as it was written, and what it says. */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('prove or export who did what')
  withDataDirectory(
    audit
      .command('verify')
      .description('say whether rows of the audit were altered, removed, inserted, reordered or cut off, and where')
      .option('--head <file>', "a copy of the data directory's audit-head (default: that file itself)"),
  ).action(verify)
  withDataDirectory(
    audit
      .command('export <file>')
      .description('one JSON object a line, with hashes; - is stdout')
      .option('--workspace <id>', 'of this workspace only')
      .option('--since <time>', 'rows since then, e.g. 2026-11-21 or 2026-11-21T09:00:00Z')
      .option('--until <time>', 'rows before then'),
  ).action(exportCommand)
}

async function verify(flags: VerifyFlags): Promise<void> {
  const { auditHeadFile, readAuditHead, verifyAudit } = await import('@switchboard/server')
  await withStore(flags, async ({ pool }, { config }) => {
    const file = flags.head ?? path.join(config.dataDirectory, auditHeadFile)
    const head = readAuditHead(file)
    if (!head && flags.head !== undefined) throw new CommandError(`There is no ${file}.`)
    const broken: ChainReport[] = []
    let rows = 0
    const known = head?.chains ?? new Map()
    const onProgress = ({ seq }: { seq: number }) => progress(`row ${seq}`)
    for await (const report of verifyAudit(pool, { known, onProgress })) {
      progressDone()
      rows += report.rows
      if (report.break) broken.push(report)
      for (const line of linesOf(report)) print(line)
    }
    print(
      head
        ? `Compared with ${file} of ${head.writtenAt.toISOString()}.`
        : `There is no ${file}: rows that are missing at the end together with its record can't be told.`,
    )
    if (broken.length === 0) return print(style('green', `The audit log is as it was written: ${rows} rows.`))
    print(style('red', `The audit log is not as it was written; the first break of each chain is above.`))
    print('What to do: docs/operations/audit.md')
    process.exitCode = 1
  })
}

function linesOf(report: ChainReport): string[] {
  const { chain, rows, firstSeq, lastSeq, erased, keptAfterSeq, break: found } = report
  const span = rows === 0 ? 'no rows' : `${rows} rows, ${firstSeq} to ${lastSeq}`
  const facts = [
    ...(keptAfterSeq > 0 ? [`rows through ${keptAfterSeq} were let go for their age`] : []),
    ...(erased > 0 ? [`details of ${erased} were erased with the people they named`] : []),
  ]
  const name = /^[0-]+$/.test(chain) ? 'no workspace' : `workspace ${chain}`
  const lines = [`${name}: ${found ? 'right up to there: ' : ''}${[span, ...facts].join('; ')}`]
  if (!found) return lines
  const where = [`row ${found.seq}`, found.at, found.id && `id ${found.id}`].filter(Boolean).join(', ')
  return [...lines, style('red', `  ${found.kind} at ${where}: ${found.detail}`)]
}

async function exportCommand(file: string, flags: ExportFlags): Promise<void> {
  const filters = { after: parseTime('--since', flags.since), before: parseTime('--until', flags.until) }
  const { exportAudit, listChains } = await import('@switchboard/server')
  await withStore(flags, async (store) => {
    const { db, pool } = store
    const chains = (await listChains(pool)).filter(
      (chain) => flags.workspace === undefined || chain === flags.workspace,
    )
    if (flags.workspace !== undefined && chains.length === 0)
      throw new CommandError(`There is no audit of a workspace ${flags.workspace}.`)
    let rows = 0
    async function* lines() {
      for (const chain of chains)
        for await (const row of exportAudit(db, chain, filters)) {
          yield `${JSON.stringify(row)}\n`
          rows += 1
          if (rows % 10_000 === 0 && file !== '-') progress(`${rows} rows`)
        }
    }
    if (file === '-') await pipeline(Readable.from(lines()), process.stdout, { end: false })
    else await pipeline(Readable.from(lines()), await createFile(file)).finally(progressDone)
    await auditCommand(store, { command: 'audit export', action: 'export', arguments: filters })
    if (file !== '-') print(`${rows} rows: ${file}`)
  })
}

/** Readable by its owner alone. @throws {CommandError} where there is such a file */
async function createFile(file: string) {
  const stream = createWriteStream(file, { mode: 0o600, flags: 'wx' })
  try {
    await once(stream, 'open')
  } catch (error) {
    throw new CommandError(
      error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? `${file} exists. Name another file; an export is not overwritten.`
        : `${file} can not be written: ${String(error)}`,
    )
  }
  return stream
}

function parseTime(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (Number.isNaN(time.getTime()))
    throw new CommandError(`${option} ${text} is not a time. Write 2026-11-21T09:00:00Z`)
  return time.toISOString()
}
