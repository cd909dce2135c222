import { type Content, type MediaSource, type OutboundContent, TemplateFile } from '@switchboard/contract'
import type { SendFacts } from './gate.ts'
import { templateTextOf } from './template-text.ts'

/**
 * What the message's row holds of something that we send: the words in which received content is kept. null: no message.
 *
 * @param template what is known of a template message's template: the row then says what the customer reads
 */
export function storedContent(content: OutboundContent, template: SendFacts['template']): Content | null {
  switch (content.type) {
    case 'reaction':
      return null
    case 'text':
    case 'location':
      return content
    case 'image':
    case 'video':
      return { type: content.type, ...fileOf(content.media), caption: content.caption }
    case 'audio':
      return { type: 'audio', ...fileOf(content.media), voice: content.voice ?? false }
    case 'document':
      return { type: 'document', ...fileOf(content.media), caption: content.caption, filename: content.filename }
    case 'sticker':
      return { type: 'sticker', ...fileOf(content.media), animated: false }
    case 'contacts':
      return {
        type: 'contacts',
        contacts: content.contacts.map((card) => ({
          name: card.name.formattedName,
          organisation: card.organisation?.company,
          phones: card.phones ?? [],
          emails: card.emails ?? [],
          raw: card,
        })),
      }
    case 'template':
      return { type: 'template', name: content.name, language: content.language, ...shownText(template), raw: content }
    case 'buttons':
    case 'list':
    case 'cta_url':
      return { type: 'interactive', kind: 'other', title: content.body, response: content }
    case 'interactive':
      return { type: 'interactive', kind: 'other', title: bodyOf(content.interactive), response: content.interactive }
  }
}

function shownText(template: SendFacts['template']): { readonly text?: string } {
  const text = templateTextOf(template)
  return text ? { text } : {}
}

function fileOf(media: MediaSource): { readonly providerMediaId?: string } {
  return 'providerMediaId' in media ? { providerMediaId: media.providerMediaId } : {}
}

function bodyOf(interactive: Readonly<Record<string, unknown>>): string | undefined {
  const body = interactive['body']
  return typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string'
    ? body.text
    : undefined
}

/** Its media are not at the provider yet: somebody has to bring them there before it can be sent. */
export function needsPreparation(content: OutboundContent): boolean {
  return mediaOf(content).some((media) => !('providerMediaId' in media))
}

/** The file in a template's header, and those of its cards, each at its place; null: that has none of ours. */
export function templateFiles({ parameters }: Extract<OutboundContent, { type: 'template' }>): (TemplateFile | null)[] {
  const { cards = [], ...own } = parameters ?? {}
  return (cards.length > 0 ? cards : [own]).map(({ header }) => TemplateFile.safeParse(header?.[0]).data ?? null)
}

/** The media that a content names, where its transport expects them. */
export function mediaOf(content: OutboundContent): MediaSource[] {
  if ('media' in content) return [content.media]
  if (content.type === 'template') return templateFiles(content).flatMap((file) => (file ? [file.media] : []))
  const header = 'header' in content ? content.header : undefined
  return header && 'media' in header ? [header.media] : []
}
