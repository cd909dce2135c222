import { createHash } from 'node:crypto'
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { filledAt, fillTables } from '../../testing/fill-tables.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/index.ts'
import type { Queryable } from '../database.ts'
import { ensurePartitions } from '../partitions/ensure-partitions.ts'
import { backup } from './backup.ts'
import { encodeFrame } from './format.ts'
import { listTables, tableName } from './list-tables.ts'
import type { BackupProgress } from './progress.ts'
import { readFrames } from './read-frames.ts'
import { restore } from './restore.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'sb-backup-'))
afterAll(() => rmSync(directory, { recursive: true }))

let files = 0
const newFile = () => path.join(directory, `${++files}.backup`)

/** One row in every table, with the values that a text format is likely to spoil, then many rows in the large ones. */
async function fill(db: Queryable): Promise<void> {
  await ensurePartitions(db, filledAt, 0)
  await fillTables(db, { id: '01960000-0000-7000-8000-000000000001' })
  await db.query(
    `insert into inbox select nextval('inbox_seq'), $1, 'cloud-api', n % 8, sha256(n::text::bytea), decode(md5(n::text), 'hex')
     from generate_series(1, 5000) n`,
    [filledAt],
  )
  await db.query(
    `insert into messages (id, workspace_id, account_id, conversation_id, wamid, direction, type, content, search_text,
       sent_at, source, source_rank, fingerprint)
     select uuidv7(), uuidv7(), uuidv7(), uuidv7(), 'w' || n, 'inbound', 'text', '{"a": 1.50}', 'word' || n, now(), 's', 1, ''
     from generate_series(1, 5000) n`,
  )
}

/** Everything in the database, generated columns too, as one line a table. */
async function contents(db: Queryable): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const { name } of await listTables(db)) {
    const { rows } = await db.query(
      `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${tableName(name)} t`,
    )
    all[name] = rows[0]
  }
  for (const sequence of ['inbox_seq', 'events_seq']) {
    all[sequence] = (await db.query(`select last_value, is_called from ${sequence}`)).rows[0]
  }
  return all
}

/** Numbers of events that were written after the backup are not given out again. */
const numberedElsewhere = { events_seq: { last_value: 10_000_000_000, is_called: true } }

async function filledBackup(): Promise<{ file: string; before: Record<string, unknown> }> {
  await using database = await createTestDatabase()
  await fill(database.pool)
  const file = newFile()
  const before = await contents(database.pool)
  await backup({ connectionString: database.connectionString, to: file })
  return { file, before }
}

async function emptyDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ empty: true })
}

const shared = filledBackup()

test('a restore gives the same rows in every table, the sequences, and a schema that works on', async () => {
  const { file, before } = await shared
  expect(Object.values(before).every((table) => (table as { rows?: number }).rows !== 0)).toBe(true)
  await using target = await emptyDatabase()
  const progress: BackupProgress[] = []
  const summary = await restore({
    connectionString: target.connectionString,
    file,
    onProgress: (p) => progress.push(p),
  })
  expect(await contents(target.pool)).toEqual({ ...before, ...numberedElsewhere })
  expect(summary.rows['inbox']).toBe(5_001)
  expect(progress.at(-1)).toMatchObject({ phase: 'copy', tables: { of: Object.keys(summary.rows).length } })
  expect(progress.filter((p) => p.phase === 'copy' && p.table === 'messages').at(-1)?.rows).toBe(5_001)
  // now's partitions are there, and the search columns were made again
  await target.pool.query(
    `insert into inbox values (nextval('inbox_seq'), now(), 'cloud-api', 0, sha256('new'), 'new') on conflict do nothing`,
  )
  const found = await target.pool.query(`select from messages where search_vector @@ to_tsquery('simple', 'word42')`)
  expect(found.rowCount).toBe(1)
})

test('a backup is of one moment, while rows come in', async () => {
  await using database = await createTestDatabase()
  await fill(database.pool)
  await database.pool.query('truncate audit')
  let writing = true
  const writer = (async () => {
    while (writing) {
      // two tables in one transaction: a backup has both or neither
      await database.pool.query(`with a as (insert into audit (id, actor_kind, actor, interface, action, target, outcome, seq, previous_hash, hash)
        values (uuidv7(), 'cli', '', '', '', '', '', (random() * 1e15)::bigint, '', '') returning id)
        insert into search_words select id, id::text from a`)
    }
  })()
  await database.pool.query('delete from search_words')
  const file = newFile()
  const { rows } = await backup({ connectionString: database.connectionString, to: file })
  writing = false
  await writer
  await using target = await emptyDatabase()
  await restore({ connectionString: target.connectionString, file })
  const orphans = await target.pool.query('select from search_words where word not in (select id::text from audit)')
  expect(orphans.rowCount).toBe(0)
  expect(rows['audit']).toBeGreaterThanOrEqual(rows['search_words'] ?? Number.NaN)
})

test('a body of 3 MB goes through', async () => {
  await using database = await createTestDatabase()
  await ensurePartitions(database.pool, filledAt, 0)
  const body = Buffer.from('😀'.repeat(750_000))
  await database.pool.query(`insert into inbox values (1, $1, 'cloud-api', 0, sha256($2), $2)`, [filledAt, body])
  const file = newFile()
  await backup({ connectionString: database.connectionString, to: file })
  await using target = await emptyDatabase()
  await restore({ connectionString: target.connectionString, file })
  const { rows } = await target.pool.query<{ body: Buffer }>('select body from inbox')
  expect(rows[0]?.body.equals(body)).toBe(true)
})

test('a database with rows is refused, and replaced when told', async () => {
  const { file, before } = await shared
  await using target = await createTestDatabase()
  const one = new pg.Client(target.connectionString)
  await one.connect()
  await one.query(`insert into workspaces (id, name) values (uuidv7(), 'mine')`)
  await one.end()
  const again = { connectionString: target.connectionString, file }
  await expect(restore(again)).rejects.toMatchObject({
    code: 'not_empty',
    message: expect.stringContaining('workspaces'),
  })
  await restore({ ...again, force: true })
  expect(await contents(target.pool)).toEqual({ ...before, ...numberedElsewhere })
})

test('a database that others use is refused', async () => {
  const { file } = await shared
  await using target = await createTestDatabase()
  await target.pool.query('select 1')
  const restoring = restore({ connectionString: target.connectionString, file, force: true })
  await expect(restoring).rejects.toMatchObject({
    code: 'in_use',
    message: expect.stringContaining("the test database's own pool"),
  })
})

test('a file that is cut, altered or something else is refused before anything is changed', async () => {
  const { file } = await shared
  const whole = readFileSync(file)
  const plain = gunzipSync(whole)
  const changed = Buffer.from(plain)
  changed.write('X', plain.indexOf('word42'))
  const cases: [string, Buffer, string, RegExp][] = [
    ['cut', whole.subarray(0, whole.length - 100), 'damaged', /ends in the middle/],
    ['cut between parts', gzipSync(plain.subarray(0, plain.lastIndexOf('F\0\0'))), 'damaged', /ends in the middle/],
    ['altered', flip(whole, whole.length >> 1), 'damaged', /altered|checksum|unknown kind|absurd|can not be read/],
    ['altered and packed again', gzipSync(changed), 'damaged', /checksum/],
    [
      'followed by more',
      gzipSync(Buffer.concat([plain, ...encodeFrame('D', Buffer.from('x\n'))])),
      'damaged',
      /follows its end/,
    ],
    ['text', Buffer.from('dear diary'), 'not_a_backup', /is not a backup/],
    ['empty', Buffer.alloc(0), 'damaged', /ends in the middle|is not a backup/],
    ['another gzip', gzipSync('dear diary'), 'not_a_backup', /is not a backup/],
  ]
  await using target = await createTestDatabase()
  for (const [what, bytes, code, message] of cases) {
    const bad = newFile()
    writeFileSync(bad, bytes)
    const restoring = restore({ connectionString: target.connectionString, file: bad, force: true })
    await expect(restoring, what).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  }
  expect((await listTables(target.pool)).length).toBeGreaterThan(10)
})

test('a backup of a newer schema is refused', async () => {
  await using database = await createTestDatabase()
  await database.pool.query(`insert into kysely_migration values ('29991231T0000-tomorrow', now()::text)`)
  const file = newFile()
  await backup({ connectionString: database.connectionString, to: file })
  await using target = await emptyDatabase()
  await expect(restore({ connectionString: target.connectionString, file })).rejects.toMatchObject({
    code: 'newer_schema',
    message: expect.stringContaining('29991231T0000-tomorrow'),
  })
  expect(await listTables(target.pool)).toEqual([])
})

test('a restore that fails half-way leaves what was there', async () => {
  await using database = await createTestDatabase()
  await database.pool.query(`insert into workspaces (id, name) values (uuidv7(), 'before')`)
  const file = newFile()
  await backup({ connectionString: database.connectionString, to: file })
  // a valid file whose rows break a constraint
  const broken = await withEachRowTwice(file)
  await using target = await createTestDatabase()
  const one = new pg.Client(target.connectionString)
  await one.connect()
  await one.query(`insert into workspaces (id, name) values (uuidv7(), 'mine')`)
  await one.end()
  await expect(restore({ connectionString: target.connectionString, file: broken, force: true })).rejects.toMatchObject(
    { code: '23505' },
  )
  expect((await target.pool.query('select name from workspaces')).rows).toEqual([{ name: 'mine' }])
})

test('an existing file is not overwritten, and a failed backup leaves none', async () => {
  const { file } = await shared
  await using database = await createTestDatabase()
  await expect(backup({ connectionString: database.connectionString, to: file })).rejects.toMatchObject({
    code: 'exists',
  })
  await using bare = await emptyDatabase()
  const other = newFile()
  await expect(backup({ connectionString: bare.connectionString, to: other })).rejects.toMatchObject({
    code: 'no_schema',
  })
  expect(readdirSync(directory).filter((name) => name.startsWith(path.basename(other)))).toEqual([])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.runIf(process.platform === 'linux')('a full disk fails the backup and not the server', async () => {
  await using database = await createTestDatabase()
  const full = createWriteStream('/dev/full')
  await expect(backup({ connectionString: database.connectionString, to: full })).rejects.toMatchObject({
    code: 'ENOSPC',
  })
  await database.pool.query('select 1')
})

async function withEachRowTwice(file: string): Promise<string> {
  const hash = createHash('sha256')
  const parts: Buffer[] = []
  for await (const { kind, payload } of readFrames(file)) {
    if (kind === 'F') {
      parts.push(...encodeFrame('F', { ...JSON.parse(payload.toString()), sha256: hash.digest('hex') }))
    } else {
      const frame = encodeFrame(kind, kind === 'D' ? Buffer.concat([payload, payload]) : payload)
      for (const part of frame) hash.update(part)
      parts.push(...frame)
    }
  }
  const twice = newFile()
  writeFileSync(twice, gzipSync(Buffer.concat(parts)))
  return twice
}

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}

test('a file that cannot be read or written is named, with what the system says', async () => {
  const missing = path.join(directory, 'missing', 'a.backup')
  await using database = await createTestDatabase()
  const { connectionString } = database
  const written = backup({ connectionString, to: missing })
  await expect(written).rejects.toMatchObject({ name: 'BackupError', code: 'file' })
  await expect(written).rejects.toThrow(`${missing} cannot be written: ENOENT`)
  await expect(restore({ connectionString, file: missing })).rejects.toThrow(`${missing} cannot be read: ENOENT`)
  await expect(restore({ connectionString, file: directory })).rejects.toThrow(`${directory} cannot be read: EISDIR`)
})
