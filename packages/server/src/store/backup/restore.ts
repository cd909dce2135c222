import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { endOfSpan } from '../log/seq-span.ts'
import { ensurePartitions, ensureWeeks } from '../partitions/ensure-partitions.ts'
import { partitionedTableNames } from '../partitions/partitioned-tables.ts'
import { weekOf } from '../partitions/week.ts'
import { type Frame, type Manifest, type Table, tableSchema } from './format.ts'
import { columnList, listTables, tableName } from './list-tables.ts'
import type { BackupProgress } from './progress.ts'
import { damaged, readFrames } from './read-frames.ts'
import { dropSchema, migrateWithin } from './rebuild-schema.ts'
import { refuseNewerSchema, refuseOthers, refuseRows } from './refuse-restore.ts'
import { parse, verifyBackup } from './verify.ts'
import { countLines } from './write-frames.ts'

export interface RestoreOptions {
  readonly connectionString: string
  readonly file: string
  /** Replace what is there. */
  readonly force?: boolean
  readonly onProgress?: (progress: BackupProgress) => void
}

export interface RestoreSummary {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  readonly takenAt: string
}

/**
 * Fills a database from a backup, bringing an older one's schema up to this version. All of it or nothing: the file is
 * verified first, then one transaction makes the schema, copies the rows and sets the sequences.
 *
 * @throws BackupError `not_a_backup`, `damaged`, `newer_schema`, `in_use`, `not_empty`, `file`
 */
export async function restore(options: RestoreOptions): Promise<RestoreSummary> {
  const { file, onProgress = () => {} } = options
  const verified = await verifyBackup(file, onProgress)
  refuseNewerSchema(verified)
  const { header, manifest } = verified
  const client = new pg.Client({ connectionString: options.connectionString, application_name: 'switchboard restore' })
  client.on('error', () => {})
  await client.connect()
  try {
    await refuseOthers(client)
    if (!options.force) await refuseRows(client)
    await kyselyOn(client)
      .transaction()
      .execute(async (transaction) => {
        await client.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0')
        await dropSchema(transaction)
        await migrateWithin(transaction, header.migrations.at(-1))
        await emptyTables(client)
        await ensureWeeks(client, weeksOf(manifest))
        await copyRows(client, file, manifest, onProgress)
        for (const { name, value, called } of manifest.sequences) {
          await client.query('select setval($1::regclass, $2::bigint, $3)', [tableName(name), value, called])
        }
        await beginNextSpan(client)
        await migrateWithin(transaction)
        await ensurePartitions(client, new Date())
      })
    await client.query('analyze')
    return { rows: manifest.rows, takenAt: header.takenAt }
  } finally {
    await client.end()
  }
}

/** Kysely on the one connection that also copies, so that both are in the same transaction. */
function kyselyOn(client: pg.Client): Kysely<unknown> {
  const only = {
    query: client.query.bind(client),
    release: () => {},
  } as unknown as pg.PoolClient // all that Kysely's driver calls
  const pool = { connect: async () => only, end: async () => {}, options: {} }
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}

/** A migration may have put rows of its own; the backup has them too. */
async function emptyTables(client: pg.Client): Promise<void> {
  const tables = await listTables(client)
  await client.query(`truncate ${tables.map(({ name }) => tableName(name)).join(', ')}`)
}

/** Events that were written after the backup have been read: their numbers are of other events then. */
async function beginNextSpan(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ last: string }>('select last_value as last from events_seq')
  await client.query("select setval('events_seq', $1::bigint)", [endOfSpan(Number(rows[0]?.last))])
}

function weeksOf(manifest: Manifest): Parameters<typeof ensureWeeks>[1] {
  return partitionedTableNames.flatMap((table) =>
    (manifest.partitions[table] ?? []).map((monday) => ({ table, week: weekOf(new Date(`${monday}T00:00:00Z`)) })),
  )
}

async function copyRows(
  client: pg.Client,
  file: string,
  manifest: Manifest,
  onProgress: (progress: BackupProgress) => void,
): Promise<void> {
  const frames = readFrames(file)
  const of = Object.keys(manifest.rows).length
  let done = 0
  let next = await frames.next()
  while (!next.done) {
    const frame = next.value
    if (frame.kind !== 'T') {
      next = await frames.next()
      continue
    }
    const table = parse(tableSchema, frame.payload, file)
    const totalRows = manifest.rows[table.name] ?? 0
    next = await copyTable(client, table, frames, (rows) =>
      onProgress({ phase: 'copy', table: table.name, rows, totalRows, tables: { done, of } }),
    )
    done++
  }
  for (const [name, expected] of Object.entries(manifest.rows)) {
    const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from ${tableName(name)}`)
    if (Number(rows[0]?.count) !== expected) throw damaged(file, `${name} has other rows than the manifest says`)
  }
}

/** @returns the frame after the table's last. */
async function copyTable(
  client: pg.Client,
  table: Table,
  frames: AsyncGenerator<Frame>,
  report: (rows: number) => void,
): Promise<IteratorResult<Frame, unknown>> {
  let next = await frames.next()
  let rows = 0
  report(rows)
  async function* data() {
    for (; !next.done && next.value.kind === 'D'; next = await frames.next()) {
      yield next.value.payload
      rows += countLines(next.value.payload)
      report(rows)
    }
  }
  const target = client.query(copyFrom(`copy ${tableName(table.name)} (${columnList(table)}) from stdin`))
  await pipeline(Readable.from(data(), { objectMode: false }), target)
  return next
}
