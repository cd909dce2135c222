import type { OutboundContent } from '@switchboard/contract'
import type { MediaKind } from '../../../transports/transport.ts'
import { ToolError } from '../tools/tool.ts'
import type { NamedMedia } from './media-source.ts'

export interface MediaWords {
  readonly kind?: MediaKind | undefined
  readonly caption?: string | undefined
  readonly filename?: string | undefined
  readonly voice?: boolean | undefined
}

/** @throws {ToolError} for words that a file of this kind cannot carry: nothing that was asked for is left out silently. */
export function mediaContent({ media, kind: natural }: NamedMedia, words: MediaWords): OutboundContent {
  const { kind = natural, caption, filename, voice } = words
  const extra = { caption, filename, voice }
  for (const [name, takers] of Object.entries(carriers)) {
    if (extra[name as keyof typeof extra] !== undefined && !takers.includes(kind))
      throw new ToolError(`A file sent as ${kind} has no ${name}; that is for: ${takers.join(', ')}.`)
  }
  const captioned = { media, ...(caption === undefined ? {} : { caption }) }
  switch (kind) {
    case 'image':
    case 'video':
      return { type: kind, ...captioned }
    case 'document':
      return { type: kind, ...captioned, ...(filename === undefined ? {} : { filename }) }
    case 'audio':
      return { type: kind, media, ...(voice === undefined ? {} : { voice }) }
    case 'sticker':
      return { type: kind, media }
  }
}

const carriers: Readonly<Record<'caption' | 'filename' | 'voice', readonly MediaKind[]>> = {
  caption: ['image', 'video', 'document'],
  filename: ['document'],
  voice: ['audio'],
}
