import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { blobStoreCases } from './blob-store.case.ts'
import { newBlobKey } from './blob-store.ts'
import { createDiskBlobs } from './disk-blobs.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-blobs-'))
const files = path.join(directory, 'media')
const store = createDiskBlobs(files)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('a disk', () => {
  blobStoreCases(() => store, { file: 64, memory: 32 })
})

test('files and folders are for their owner only', async () => {
  const key = newBlobKey()
  await store.put(key, Readable.from(['private']))
  const folder = path.join(files, key.slice(0, 2), key.slice(2, 4))
  expect(statSync(path.join(folder, key)).mode & 0o777).toBe(0o600)
  for (const one of [files, path.dirname(folder), folder]) expect(statSync(one).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual([key])
})

test('a key that is a path is refused', async () => {
  await expect(store.get('../../etc/passwd')).rejects.toThrow('40 hexadecimal digits')
  await expect(store.put('../escape', Readable.from(['x']))).rejects.toThrow('40 hexadecimal digits')
})

test('a place that cannot be written to is said', async () => {
  expect(await store.check()).toBeNull()
  expect(await createDiskBlobs('/dev/null/media').check()).toContain('/dev/null/media')
})
