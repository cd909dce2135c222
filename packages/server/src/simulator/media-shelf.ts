import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, type ReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Random } from './random.ts'

export interface ShelvedMedia {
  readonly id: string
  readonly numberId: string
  readonly mimeType: string
  readonly filename: string | undefined
  readonly size: number
  readonly sha256: Buffer
  readonly keptUntil: number
  readonly file: string
}

const thirtyDays = 30 * 86_400_000
const fiveMinutes = 5 * 60_000

/** Media files in a temporary directory, at most so many bytes of them; streamed in and out. */
export interface MediaShelf extends AsyncDisposable {
  put(what: {
    readonly numberId: string
    readonly mimeType: string
    readonly filename?: string | undefined
    readonly bytes: Readable | Uint8Array
    /** Above it the file is not kept. */
    readonly most?: number
  }): Promise<ShelvedMedia | 'too large'>
  get(id: string): ShelvedMedia | undefined
  delete(id: string): Promise<void>
  /** The bytes of a file that is there. */
  read(id: string): OpenedMedia | undefined
  /** A path with its query that gives the bytes for five minutes. */
  linkTo(media: ShelvedMedia): string
  /** What a link is for; undefined once it has expired, or when it was not ours. */
  open(query: { readonly mid?: string; readonly ext?: string; readonly hash?: string }): OpenedMedia | undefined
}

export interface OpenedMedia {
  readonly media: ShelvedMedia
  readonly bytes: ReadStream
}

export function createMediaShelf(options: {
  readonly mostBytes: number
  readonly now: () => number
  readonly random: Random
}): MediaShelf {
  const { mostBytes, now, random } = options
  let directory: string | undefined
  const linkSecret = randomBytes(32)
  const shelf = new Map<string, ShelvedMedia>()
  let total = 0
  let count = 0
  const sign = (id: string, expires: string) =>
    createHmac('sha256', linkSecret).update(`${id} ${expires}`).digest('hex').slice(0, 40)
  const remove = async (media: ShelvedMedia) => {
    if (!shelf.delete(media.id)) return
    total -= media.size
    await rm(media.file, { force: true })
  }
  const live = (id: string) => {
    const media = shelf.get(id)
    return media && media.keptUntil > now() ? media : undefined
  }
  return {
    async put({ numberId, mimeType, filename, bytes, most = mostBytes }) {
      // Not before it is needed: most simulators never see a file, and one that is killed leaves nothing.
      directory ??= mkdtempSync(path.join(tmpdir(), 'switchboard-simulator-'))
      const file = path.join(directory, String(++count))
      const source = bytes instanceof Uint8Array ? Readable.from([Buffer.from(bytes)]) : bytes
      const measured = await store(source, file, Math.min(most, mostBytes))
      if (measured === 'too large') return measured
      const id = `9${random.digits(15)}`
      const media = { id, numberId, mimeType, filename, ...measured, keptUntil: now() + thirtyDays, file }
      shelf.set(id, media)
      total += media.size
      for (const oldest of shelf.values()) {
        if (total <= mostBytes || oldest === media) break
        await remove(oldest)
      }
      return media
    },
    get: live,
    read(id) {
      const media = live(id)
      return media && { media, bytes: createReadStream(media.file) }
    },
    async delete(id) {
      const media = shelf.get(id)
      if (media) await remove(media)
    },
    linkTo({ id }) {
      const expires = String(now() + fiveMinutes)
      return `/simulated-media/?mid=${id}&ext=${expires}&hash=${sign(id, expires)}`
    },
    open({ mid = '', ext = '', hash = '' }) {
      const media = live(mid)
      if (!media || hash !== sign(mid, ext) || Number(ext) <= now()) return undefined
      return { media, bytes: createReadStream(media.file) }
    },
    async [Symbol.asyncDispose]() {
      if (directory !== undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

async function store(source: Readable, file: string, most: number) {
  const digest = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      digest.update(chunk)
      // The rest is read to its end and not kept, so that the sender gets an answer.
      if (size <= most) done(null, chunk)
      else done()
    },
  })
  await pipeline(source, measure, createWriteStream(file))
  if (size <= most) return { size, sha256: digest.digest() }
  await rm(file, { force: true })
  return 'too large'
}
