import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../database.ts'
import { isUnavailable } from '../is-unavailable.ts'
import { startEmbeddedPostgres } from './start.ts'

/** A disk of its own, in memory; undefined where we may not mount one. */
function smallDisk(megabytes: number): string | undefined {
  const directory = mkdtempSync(path.join(tmpdir(), 'sb-full-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', directory])
  onTestFinished(() => {
    if (mounted.status === 0) spawnSync('umount', [directory])
    rmdirSync(directory)
  })
  return mounted.status === 0 ? directory : undefined
}

test('a full disk fails writes as unavailable; with room again all goes on, kill -9 meanwhile included', async (context) => {
  const disk = smallDisk(110)
  if (disk === undefined) return context.skip('no right to mount')
  const ballast = path.join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(20_000_000))
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  await using postgres = await startEmbeddedPostgres({ dataDirectory: path.join(disk, 'data'), log })
  await using database = openDatabase({ connectionString: postgres.connectionString() })
  await database.pool.query('create table rows (id int, filler text)')
  let committed = 0
  const insert = async () => {
    const values = `select $1::int, (select string_agg(md5(random()::text), '') from generate_series(1, 50000))`
    await database.pool.query(`insert into rows ${values}`, [committed])
    committed++
  }
  const failure = await (async () => {
    for (;;) {
      const error: unknown = await insert().catch((reason: unknown) => reason)
      if (error) return error
    }
  })()
  // 53100, or a broken connection: where it was the log that found no room, Postgres restarts by itself
  expect(isUnavailable(failure)).toBe(true)

  const before = postgres.pid
  process.kill(before, 'SIGKILL')
  while (!lines.some((line) => line.startsWith('Postgres ended unexpectedly'))) await wait(20)
  rmSync(ballast)
  for (let done = false; !done; )
    done = await insert().then(
      () => true,
      () => false,
    )
  expect(postgres.pid).not.toBe(before)
  const after = await database.pool.query('select count(distinct id) as n from rows')
  expect(after.rows).toEqual([{ n: committed }])
})

test('a start on a full disk says so', async (context) => {
  const disk = smallDisk(1)
  if (disk === undefined) return context.skip('no right to mount')
  spawnSync('dd', ['if=/dev/zero', `of=${path.join(disk, 'ballast')}`, 'bs=4k'])
  const dataDirectory = path.join(disk, 'data')
  await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringMatching(/no space left/i),
  })
})
