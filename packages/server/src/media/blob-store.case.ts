import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { BlobMissing, type BlobStore, newBlobKey } from './blob-store.ts'

const megabyte = 1024 * 1024

/**
 * What every blob store does.
 * @param large megabytes of a large file, and the most memory that moving it may take, garbage included.
 */
export function blobStoreCases(
  storeOf: () => BlobStore,
  large: { readonly file: number; readonly memory: number },
): void {
  const kept = async (bytes: Buffer): Promise<string> => {
    const key = newBlobKey()
    await storeOf().put(key, Readable.from([bytes]))
    return key
  }
  const read = async (key: string, range?: { start: number; end: number }) => buffer(await storeOf().get(key, range))

  test('gives back what it was given, byte for byte', async () => {
    for (const size of [0, 1, 65_536, 9 * megabyte]) {
      const bytes = Buffer.alloc(size, 'switchboard')
      const key = await kept(bytes)
      expect((await read(key)).equals(bytes)).toBe(true)
      expect(await storeOf().head(key)).toEqual({ sizeBytes: size })
    }
  })

  test('gives a range, both ends included', async () => {
    const key = await kept(Buffer.from('0123456789'))
    expect((await read(key, { start: 2, end: 4 })).toString()).toBe('234')
    expect((await read(key, { start: 9, end: 9 })).toString()).toBe('9')
    expect((await read(key, { start: 0, end: 9 })).toString()).toBe('0123456789')
  })

  test('says that a key has nothing, and deletes what is there and what is not', async () => {
    const key = await kept(Buffer.from('gone soon'))
    await storeOf().delete(key)
    await storeOf().delete(key)
    await expect(storeOf().get(key)).rejects.toBeInstanceOf(BlobMissing)
    expect(await storeOf().head(key)).toBeNull()
  })

  test('a stream that breaks leaves nothing under its key', async () => {
    const key = newBlobKey()
    async function* breaking() {
      for (let chunk = 0; chunk < 12; chunk += 1) yield Buffer.alloc(megabyte)
      throw new Error('the sender went away')
    }
    const body = Readable.from(breaking(), { objectMode: false })
    await expect(storeOf().put(key, body)).rejects.toThrow('the sender went away')
    expect(await storeOf().head(key)).toBeNull()
  })

  test('a put that is called off ends, and ends its stream', async () => {
    const key = newBlobKey()
    const stop = new AbortController()
    const body = new Readable({ read() {} })
    body.push(Buffer.alloc(1024))
    const put = storeOf().put(key, body, stop.signal)
    setImmediate(() => stop.abort())
    await expect(put).rejects.toThrow()
    expect(body.destroyed).toBe(true)
    expect(await storeOf().head(key)).toBeNull()
  })

  test(`${large.file} MB go in and out, and memory stays below ${large.memory} MB`, { timeout: 60_000 }, async () => {
    const size = large.file * megabyte
    const chunk = Buffer.alloc(64 * 1024, 7)
    const hash = createHash('sha256')
    function* chunks() {
      for (let sent = 0; sent < size; sent += chunk.length) {
        hash.update(chunk)
        yield chunk
      }
    }
    const key = newBlobKey()
    const collect = garbageCollector()
    collect()
    const before = process.memoryUsage()
    let most = 0
    // What is held counts, not what waits to be collected.
    let watch: NodeJS.Timeout
    const look = () => {
      const started = performance.now()
      collect()
      const { arrayBuffers, heapUsed } = process.memoryUsage()
      most = Math.max(most, arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed)
      // In a process that holds much, collecting takes long: most of the time is the stream's.
      watch = setTimeout(look, Math.max(20, 4 * (performance.now() - started)))
    }
    watch = setTimeout(look, 20)
    await storeOf().put(key, Readable.from(chunks(), { objectMode: false }))
    const back = createHash('sha256')
    for await (const part of await storeOf().get(key)) back.update(part)
    clearTimeout(watch)
    expect(back.digest('hex')).toBe(hash.digest('hex'))
    expect(most).toBeLessThan(large.memory * megabyte)
    await storeOf().delete(key)
  })
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  // A fresh context has the function that the flag adds.
  return runInNewContext('gc') as () => void
}
