import type { MediaSource, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { FetchRefused } from '../http/fetch-refused.ts'
import type { GuardedClient } from '../http/guarded-fetch.ts'
import { kindIn, kindNamed } from '../outbox/content-files.ts'
import type { SendError } from '../outbox/fail-sends.ts'
import { failUnprepared, markPrepared, type UnpreparedSend } from '../outbox/prepare-media.ts'
import { mediaOf, templateFiles } from '../outbox/stored-content.ts'
import type { MediaKind, ResolvedFile, Transport, TransportAccount } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { fetchFile } from './fetch-upload.ts'
import { MediaNotSendable, type ProviderMedia, type SendMedia } from './provider-media.ts'
import type { PublicLinks } from './public-links.ts'
import { saveUpload } from './save-upload.ts'
import { dropBlob, FileTooLarge, type MediaStore } from './store-blob.ts'

export interface PrepareOne {
  readonly store: MediaStore
  readonly providerMedia: ProviderMedia
  readonly client: GuardedClient
  readonly transport: Transport
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  /** For providers that fetch files themselves. */
  readonly links: Pick<PublicLinks, 'linkTo'>
  readonly signal: AbortSignal
  /** Files of ours that earlier attempts fetched, by their links. */
  readonly fetched: Map<string, string>
}

/** Brings the files of one message to the provider. Rejects where another attempt may help. */
export async function prepareOne(options: PrepareOne, send: UnpreparedSend): Promise<'ready' | 'failed'> {
  const { store, transport } = options
  try {
    await markPrepared(store.pool, send.id, await resolve(options, send))
    return 'ready'
  } catch (error) {
    const reason = hopeless(error, transport)
    if (!reason) throw error
    await failUnprepared(store.pool, send.id, reason)
    return 'failed'
  }
}

/** A file of a message. */
interface FileToSend {
  readonly source: MediaSource
  readonly kind: MediaKind
  readonly voice?: boolean | undefined
  readonly filename?: string | undefined
  /** Among the files of its message. */
  readonly position: number
}

async function resolve(options: PrepareOne, send: UnpreparedSend): Promise<object> {
  const { content } = send
  if (content.type === 'template' && content.parameters?.cards?.length) {
    const cards: (ResolvedFile | null)[] = []
    for (const [position, file] of templateFiles(content).entries())
      cards.push(
        file &&
          (await resolveFile(options, send, { ...file, source: file.media, kind: kindNamed(file.type), position })),
      )
    return { cards }
  }
  const [source] = mediaOf(content)
  if (!source) return {}
  const voice = content.type === 'audio' ? content.voice : undefined
  const filename = content.type === 'document' ? content.filename : undefined
  return resolveFile(options, send, { source, kind: kindIn(content), voice, filename, position: 0 })
}

async function resolveFile(
  options: PrepareOne,
  send: UnpreparedSend,
  { source, kind, voice, filename, position }: FileToSend,
): Promise<ResolvedFile> {
  const { store, transport, providerMedia, fetched } = options
  if ('providerMediaId' in source) return { providerMediaId: source.providerMediaId }
  // Such a provider fetches files itself; it is not our network that the address could reach into.
  if ('link' in source && !transport.uploadMedia) return { link: source.link }
  const { workspaceId } = send
  let mediaId = 'mediaId' in source ? source.mediaId : fetched.get(source.link)
  if (mediaId === undefined) {
    const { link } = source as Extract<MediaSource, { link: string }> // of the others the id is known
    mediaId = await fetchLink(options, workspaceId, link, kind)
    fetched.set(link, mediaId)
  }
  const media = { workspaceId, mediaId, kind, voice, filename }
  const resolved: ResolvedFile = transport.uploadMedia
    ? await providerMedia.ensure(transport, await options.accountOf(send.accountId), media)
    : await publicLink(options, media)
  await showWithMessage(store, send, { mediaId, kind, filename, position, ...resolved })
  return resolved
}

/** @throws {MediaNotSendable} where this server has no address that the provider could fetch it from */
async function publicLink({ providerMedia, transport, links }: PrepareOne, media: SendMedia) {
  await providerMedia.check(transport, media)
  const link = links.linkTo(media.mediaId)
  if (link !== undefined) return { link }
  throw new MediaNotSendable({
    code: 'media-needs-public-address',
    sentence: 'The provider of this account fetches files itself, and this server has no public address.',
    remedy: 'Set PUBLIC_BASE_URL to where the world reaches this server, or send the file by a public link.',
  })
}

async function fetchLink(
  { store, client, transport, signal }: PrepareOne,
  workspaceId: WorkspaceId,
  link: string,
  kind: MediaKind,
): Promise<string> {
  const { maxBytes } = transport.capabilities.media[kind]
  const file = await fetchFile(store, client, link, { maxBytes, signal })
  if (file.loose.sizeBytes > 0) return await saveUpload(store, { workspaceId, ...file })
  await dropBlob(store, file.loose.key)
  throw new FetchRefused('unreachable', `The file at ${new URL(link).host} is empty.`)
}

/** The message in our own list shows its file, also when the upload it came from has gone by age. */
async function showWithMessage(
  { pool }: MediaStore,
  send: UnpreparedSend,
  file: {
    readonly mediaId: string
    readonly kind: string
    readonly filename: string | undefined
    readonly position: number
    readonly providerMediaId?: string
  },
): Promise<void> {
  await pool.query(
    `insert into media (id, workspace_id, account_id, message_id, kind, provider_media_id, mime_type, filename, state, blob_sha256, stored_at, width,
       height, position)
     select $1, o.workspace_id, o.account_id, o.message_id, $4, $5, m.mime_type, coalesce($6, m.filename), 'stored', m.blob_sha256, now(), m.width, m.height, $7
     from outbox o, media m
     where o.id = $2 and o.message_id is not null and m.id = $3 and m.workspace_id = o.workspace_id and m.state = 'stored'
     on conflict (message_id, position) do nothing`,
    [uuidv7(), send.id, file.mediaId, file.kind, file.providerMediaId ?? null, file.filename ?? null, file.position],
  )
}

/** What another attempt will not change, in words; undefined: it may. */
function hopeless(error: unknown, { capabilities }: Transport): SendError | undefined {
  if (error instanceof MediaNotSendable) return { code: error.code, sentence: error.message, remedy: error.remedy }
  if (error instanceof FileTooLarge) {
    const most = Math.max(...Object.values(capabilities.media).map(({ maxBytes }) => maxBytes))
    return { code: 'media-too-large', sentence: error.message, remedy: `At most ${most} bytes can be sent, by kind.` }
  }
  if (error instanceof FetchRefused && !error.retryable)
    return { code: error.code === 'too-large' ? 'media-too-large' : 'media-address-refused', sentence: error.message }
  if (error instanceof TransportError && !error.retryable) {
    const { providerCode, sentence, remedy } = error
    return { code: 'provider', providerCode, sentence, remedy }
  }
  return undefined
}
