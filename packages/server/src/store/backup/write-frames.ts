import { createHash } from 'node:crypto'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { listPartitions } from '../partitions/list-partitions.ts'
import { partitionedTableNames } from '../partitions/partitioned-tables.ts'
import { encodeFrame, type Frame, formatName, formatVersion, type Header, type Manifest, type Table } from './format.ts'
import { columnList, listTables, tableName } from './list-tables.ts'
import type { BackupProgress } from './progress.ts'

/** The frames of a backup, from one snapshot: the client is in a repeatable-read transaction. */
export async function* writeFrames(
  client: pg.Client,
  header: Pick<Header, 'migrations' | 'postgres'>,
  onProgress: (progress: BackupProgress) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const frame = (kind: Frame['kind'], payload: Buffer | object) => {
    const parts = encodeFrame(kind, payload)
    for (const part of parts) hash.update(part)
    return parts
  }
  yield* frame('H', { format: formatName, version: formatVersion, takenAt: new Date().toISOString(), ...header })
  const tables = await listTables(client)
  // as long as we read, no table changes its shape and no partition goes
  if (tables.length > 0) {
    await client.query(`lock table ${tables.map(({ name }) => tableName(name)).join(', ')} in access share mode`)
  }
  const rows: Record<string, number> = {}
  for (const [index, table] of tables.entries()) {
    yield* frame('T', table)
    let count = 0
    const totalRows = await estimateRows(client, table)
    const report = () =>
      onProgress({
        phase: 'copy',
        table: table.name,
        rows: count,
        totalRows,
        tables: { done: index, of: tables.length },
      })
    report()
    for await (const chunk of client.query(
      copyTo(`copy (select ${columnList(table)} from ${tableName(table.name)}) to stdout`),
    )) {
      const data = chunk as Buffer // pg-copy-streams gives buffers
      count += countLines(data)
      yield* frame('D', data)
      report()
    }
    rows[table.name] = count
  }
  const manifest: Manifest = {
    sha256: '',
    rows,
    sequences: await readSequences(client),
    partitions: await readPartitions(client),
  }
  yield* encodeFrame('F', { ...manifest, sha256: hash.digest('hex') })
}

/** COPY's text format has one line feed a row; those in the data are escaped. */
export function countLines(data: Buffer): number {
  let count = 0
  for (let at = data.indexOf(10); at !== -1; at = data.indexOf(10, at + 1)) count++
  return count
}

/** From the statistics, so that progress costs no second scan; 0 when nothing is known. */
async function estimateRows(client: pg.Client, table: Table): Promise<number> {
  const { rows } = await client.query<{ estimate: number }>(
    `select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as estimate from pg_partition_tree($1::regclass)
       join pg_class on pg_class.oid = relid where isleaf
     union all select greatest(reltuples, 0)::float8 from pg_class where oid = $1::regclass and relkind = 'r'`,
    [tableName(table.name)],
  )
  return Math.max(0, ...rows.map((row) => Math.round(row.estimate)))
}

async function readSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`,
  )
  const sequences: Manifest['sequences'] = []
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${tableName(name)}`,
    )
    for (const row of state.rows) sequences.push({ name, ...row })
  }
  return sequences
}

async function readPartitions(client: pg.Client): Promise<Manifest['partitions']> {
  const partitions: Manifest['partitions'] = {}
  for (const table of partitionedTableNames) {
    const mondays = (await listPartitions(client, table)).map(({ week }) => week.from.toISOString().slice(0, 10))
    if (mondays.length > 0) partitions[table] = mondays
  }
  return partitions
}
