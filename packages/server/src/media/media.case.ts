import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { AccountId, Content, ConversationId, WorkspaceId } from '@switchboard/contract'
import { writeMedia } from '../ingest/project/media-rows.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { testTransport } from '../transports/test/transport.ts'
import type { MediaDownload, MediaReference, Transport, TransportAccount } from '../transports/transport.ts'
import type { BlobStore } from './blob-store.ts'
import { createDiskBlobs } from './disk-blobs.ts'

/** One pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
/** The first page of an Ogg stream that says Opus, as voice notes begin, and some bytes. */
export const voice = Buffer.concat([
  Buffer.from('4f67675300020000000000000000000000000000000000000000011' + '3', 'hex'),
  Buffer.from('OpusHead'),
  Buffer.alloc(200, 1),
])

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

export interface MediaBench extends AsyncDisposable {
  readonly database: TestDatabase
  readonly blobs: BlobStore
  readonly workspaceId: WorkspaceId
  readonly accountId: AccountId
  readonly conversationId: ConversationId
  /** A message with a file, projected: its media row waits. Gives the row's id. */
  receive(content: Content): Promise<string>
  row(id: string): Promise<Record<string, unknown>>
  /** Names of all files in the blob store. */
  files(): string[]
}

export async function createMediaBench(): Promise<MediaBench> {
  const database = await createTestDatabase()
  const directory = mkdtempSync(path.join(tmpdir(), 'switchboard-media-'))
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId)
  const contactId = await seed.contact(workspaceId, { name: 'A customer', phone: '+4915100000001' })
  const conversationId = await seed.conversation(workspaceId, accountId, contactId)
  return {
    database,
    blobs: createDiskBlobs(directory),
    workspaceId,
    accountId,
    conversationId,
    async receive(content) {
      const messageId = await seed.message(conversationId, { content, at: Date.now() })
      await writeMedia(database.pool, [{ messageId, workspaceId, accountId, content, replaced: false }])
      const { rows } = await database.pool.query<{ id: string }>('select id from media where message_id = $1', [
        messageId,
      ])
      return rows[0]?.id ?? ''
    },
    async row(id) {
      const { rows } = await database.pool.query<Record<string, unknown>>('select * from media where id = $1', [id])
      return rows[0] ?? {}
    },
    files: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((f) => (f.isFile() ? [f.name] : [])),
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export const accountOf = async (accountId: string): Promise<TransportAccount> => ({
  accountId,
  externalId: '106',
  businessAccountId: null,
  secrets: {},
  settings: {},
})

export type Scripted = (
  media: MediaReference,
  signal?: AbortSignal,
) => Promise<Partial<MediaDownload> & { body: Readable }>

/** A transport whose downloads the test decides about. */
export function downloading(script: Scripted): Transport {
  return {
    ...testTransport(),
    downloadMedia: async (_account, media, signal) => {
      const { body, mimeType, sizeBytes, sha256 } = await script(media, signal)
      return { body, mimeType, sizeBytes, sha256 }
    },
  }
}

export const streamOf = (bytes: Buffer): Readable => Readable.from([bytes], { objectMode: false })
