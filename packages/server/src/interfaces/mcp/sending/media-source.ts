import { MediaId, type MediaSource } from '@switchboard/contract'
import { getMedia } from '../../../store/queries/get-media.ts'
import type { MediaKind } from '../../../transports/transport.ts'
import { type ToolContext, ToolError } from '../tools/tool.ts'

export interface NamedMedia {
  readonly media: MediaSource
  /** What the file is naturally sent as. */
  readonly kind: MediaKind
  /** Ogg, which is what voice notes are made of. */
  readonly ogg: boolean
}

const howTo =
  'Give the id of an uploaded file (POST /v1/media), the id of a file in a message, or an https address that the internet can reach.'

/**
 * A file as an assistant names it: the id of one that is here, or an https address. Never a path: a model that was talked into it
 * would send our own files to a stranger.
 *
 * @throws {ToolError}
 */
export async function readMediaSource({ db, principal }: ToolContext, named: string): Promise<NamedMedia> {
  const words = named.trim()
  const id = MediaId.safeParse(words)
  if (id.success) {
    const found = await getMedia(db, principal.workspaceId, id.data)
    if (!found) throw new ToolError(`There is no file with that id. ${howTo}`, 'not-found')
    const { kind, mimeType, claimedMimeType } = found.media
    const type = mimeType ?? claimedMimeType ?? ''
    return { media: { mediaId: id.data }, kind: kindNamed(kind), ogg: /^(audio|application)\/ogg/.test(type) }
  }
  if (!URL.canParse(words) || /^[a-z]:[\\/]/i.test(words))
    throw new ToolError(
      `A file on a disk, the server’s or yours, is not read and not sent: "${shown(words)}" is neither a file’s id nor an https address. ${howTo}`,
    )
  const address = new URL(words)
  if (address.protocol !== 'https:')
    throw new ToolError(`Only https addresses are fetched, not ${address.protocol} ones. ${howTo}`)
  return { media: { link: address.href }, ...byExtension(address.pathname) }
}

function kindNamed(kind: string): MediaKind {
  return kinds.find((known) => known === kind) ?? 'document'
}

const kinds: readonly MediaKind[] = ['image', 'video', 'audio', 'document', 'sticker']
const extensions: Readonly<Record<string, MediaKind>> = {
  jpg: 'image',
  jpeg: 'image',
  png: 'image',
  mp4: 'video',
  '3gp': 'video',
  aac: 'audio',
  amr: 'audio',
  m4a: 'audio',
  mp3: 'audio',
  ogg: 'audio',
  opus: 'audio',
}

/** What cannot be told from an address goes as a document, which takes anything. */
function byExtension(path: string): { kind: MediaKind; ogg: boolean } {
  const extension = /\.(\w{2,5})$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return { kind: extensions[extension] ?? 'document', ogg: extension === 'ogg' || extension === 'opus' }
}

function shown(words: string): string {
  return words.length <= 60 ? words : `${words.slice(0, 57)}…`
}
