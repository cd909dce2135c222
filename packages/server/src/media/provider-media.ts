import type { WorkspaceId } from '@switchboard/contract'
import type { MediaKind, Transport, TransportAccount } from '../transports/transport.ts'
import { checkSendable, type MediaProblem, sendType } from './check-sendable.ts'
import type { MediaStore } from './store-blob.ts'

export interface SendMedia {
  readonly workspaceId: WorkspaceId
  readonly mediaId: string
  readonly kind: MediaKind
  readonly voice?: boolean | undefined
  /** The name that the recipient sees; else the file's own. */
  readonly filename?: string | undefined
}

/** The file cannot be sent as was asked; trying again does not help. */
export class MediaNotSendable extends Error {
  override readonly name = 'MediaNotSendable'
  readonly code: MediaProblem['code'] | 'media-not-found' | 'media-unavailable' | 'media-needs-public-address'
  readonly remedy: string

  constructor(problem: {
    readonly code: MediaNotSendable['code']
    readonly sentence: string
    readonly remedy: string
  }) {
    super(problem.sentence)
    this.code = problem.code
    this.remedy = problem.remedy
  }
}

export interface ProviderMedia {
  /**
   * The provider's id of a file of ours: one that it has, or a fresh one after an upload.
   * @throws {MediaNotSendable}; {TransportError} when the provider did not take it
   */
  ensure(
    transport: Transport,
    account: TransportAccount,
    media: SendMedia,
  ): Promise<{ readonly providerMediaId: string }>
  /** Whether the file may be sent as asked, where the provider fetches it itself. @throws {MediaNotSendable} */
  check(transport: Transport, media: SendMedia): Promise<void>
}

interface FileRow {
  readonly key: string | null
  readonly sha256: string | null
  readonly mimeType: string | null
  readonly claimedMimeType: string | null
  readonly sizeBytes: number | null
  readonly filename: string | null
}

/** Meta keeps what is uploaded for 30 days; a message may wait for some of them before it leaves. */
const reusedFor = '20 days'

/** One upload for any number of messages: what a provider has is remembered, and who asks meanwhile waits for the same upload. */
export function createProviderMedia({ pool, blobs }: MediaStore): ProviderMedia {
  const underWay = new Map<string, Promise<{ readonly providerMediaId: string }>>()

  async function upload(
    { uploadMedia }: Transport,
    account: TransportAccount,
    file: { readonly key: string; readonly sha256: string; readonly sizeBytes: number },
    as: { readonly mimeType: string; readonly filename: string },
  ): Promise<{ readonly providerMediaId: string }> {
    const name = [account.accountId, file.sha256, as.mimeType, as.filename]
    const { rows } = await pool.query<{ id: string }>(
      `select provider_media_id as id from media_uploads where account_id = $1 and blob_sha256 = $2 and mime_type = $3
         and filename = $4 and uploaded_at > now() - $5::interval`,
      [...name, reusedFor],
    )
    if (rows[0]) return { providerMediaId: rows[0].id }
    if (!uploadMedia) {
      throw new MediaNotSendable({
        code: 'media-type-not-accepted',
        sentence: 'The provider of this account takes no uploads; it fetches files from public addresses.',
        remedy: 'Send the file by a public link.',
      })
    }
    const body = await blobs.get(file.key)
    const { providerMediaId } = await uploadMedia(account, { body, ...as, sizeBytes: file.sizeBytes })
    await pool.query(
      `insert into media_uploads (account_id, blob_sha256, mime_type, filename, provider_media_id) values ($1, $2, $3, $4, $5)
       on conflict (account_id, blob_sha256, mime_type, filename)
       do update set provider_media_id = excluded.provider_media_id, uploaded_at = now()`,
      [...name, providerMediaId],
    )
    return { providerMediaId }
  }

  return {
    async ensure(transport, account, media) {
      const { key, sha256, sizeBytes, filename, ...types } = await findSendable(pool, transport, media)
      const type = sendType(types)
      const as = { mimeType: type, filename: media.filename ?? filename ?? `${media.kind}.${extensionOf(type)}` }
      const name = JSON.stringify([account.accountId, sha256, as])
      const already = underWay.get(name)
      if (already) return await already
      const work = upload(transport, account, { key, sha256, sizeBytes }, as).finally(() => underWay.delete(name))
      underWay.set(name, work)
      return await work
    },
    async check(transport, media) {
      await findSendable(pool, transport, media)
    },
  }
}

/** @throws {MediaNotSendable} */
async function findSendable(pool: MediaStore['pool'], { capabilities }: Transport, media: SendMedia) {
  const { key, sha256, mimeType, claimedMimeType, sizeBytes, filename } = await findFile(pool, media)
  if (key === null || sha256 === null || mimeType === null || sizeBytes === null) {
    const sentence = 'The file that was to be sent is not here.'
    throw new MediaNotSendable({ code: 'media-unavailable', sentence, remedy: 'Upload it again.' })
  }
  const problem = checkSendable({ mimeType, claimedMimeType, sizeBytes }, media, capabilities)
  if (problem) throw new MediaNotSendable(problem)
  return { key, sha256, mimeType, claimedMimeType, sizeBytes, filename }
}

/** Of this workspace only: an id is no permission. */
async function findFile(pool: MediaStore['pool'], { workspaceId, mediaId }: SendMedia): Promise<FileRow> {
  const { rows } = await pool.query<FileRow>(
    `select b.key, b.sha256, b.mime_type as "mimeType", m.mime_type as "claimedMimeType", b.size_bytes as "sizeBytes", m.filename
     from media m left join blobs b on b.sha256 = m.blob_sha256 where m.id = $1 and m.workspace_id = $2`,
    [mediaId, workspaceId],
  )
  const [row] = rows
  if (row) return row
  const sentence = 'There is no such file, or it was deleted before the message was sent.'
  throw new MediaNotSendable({ code: 'media-not-found', sentence, remedy: 'Upload it (again) and name its id.' })
}

const extensions: Partial<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'video/3gpp': '3gp',
  'text/plain': 'txt',
}

function extensionOf(type: string): string {
  return extensions[type] ?? /\/([a-z0-9]{1,5})$/.exec(type)?.[1] ?? 'bin'
}
