import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { BlobMissing, type BlobStore } from './blob-store.ts'

const keyPattern = /^[0-9a-f]{40}$/

/**
 * Files in a directory, for their owner only: `ab/cd/abcd….` holds the blob `abcd…`. A file gets its name only when it is whole
 * and on the disk, name and all (fsync of the file and of its directory).
 */
export function createDiskBlobs(directory: string): BlobStore {
  const folderOf = (key: string): string => {
    // Keys are ours; should one ever be a path, it ends here.
    if (!keyPattern.test(key)) throw new Error('a blob key is 40 hexadecimal digits')
    return path.join(directory, key.slice(0, 2), key.slice(2, 4))
  }
  return {
    async put(key, body, signal) {
      const folder = folderOf(key)
      const file = path.join(folder, key)
      const part = `${file}.part`
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        // `flush`: fsync before close
        const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
        await pipeline(body, out, { signal })
        await rename(part, file)
        await syncFolder(folder)
      } catch (error) {
        body.destroy()
        await rm(part, { force: true })
        throw error
      }
    },
    async get(key, range) {
      try {
        const handle = await open(path.join(folderOf(key), key), 'r')
        return handle.createReadStream(range === undefined ? {} : { start: range.start, end: range.end })
      } catch (error) {
        throw isMissing(error) ? new BlobMissing(key, { cause: error }) : error
      }
    },
    async head(key) {
      try {
        return { sizeBytes: (await stat(path.join(folderOf(key), key))).size }
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async delete(key) {
      const file = path.join(folderOf(key), key)
      await rm(file, { force: true })
      await rm(`${file}.part`, { force: true })
    },
    async check() {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 })
        return null
      } catch (error) {
        return `files cannot be kept in ${directory}: ${error instanceof Error ? error.message : String(error)}`
      }
    },
  }
}

/** A rename is on the disk when its directory is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
