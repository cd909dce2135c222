import type { Approval, OutboundContent } from '@switchboard/contract'

/** The words of a message that a person can change before they let it go: a text, or the caption of a file. Undefined: it has none. */
export function editableText({ contents }: Pick<Approval, 'contents'>): string | undefined {
  const [content] = contents
  if (contents.length !== 1 || typeof content !== 'object' || content === null) return undefined
  const type: unknown = Reflect.get(content, 'type')
  const word = (name: string) => {
    const value: unknown = Reflect.get(content, name)
    return typeof value === 'string' ? value : ''
  }
  if (type === 'text') return word('text')
  if (type === 'buttons' || type === 'list' || type === 'cta_url') return word('body')
  if (type === 'image' || type === 'video' || type === 'document') return word('caption')
  return undefined
}

/** The same message with other words. */
export function withText({ contents }: Pick<Approval, 'contents'>, text: string): OutboundContent {
  const content = contents[0] as OutboundContent // as it was accepted by the server, which checks it again
  switch (content.type) {
    case 'text':
      return { ...content, text }
    case 'buttons':
    case 'list':
    case 'cta_url':
      return { ...content, body: text }
    case 'image':
    case 'video':
    case 'document': {
      const { caption: _, ...rest } = content
      return text.trim() === '' ? rest : { ...rest, caption: text }
    }
    default:
      return content
  }
}

export type TemplateMessage = Extract<OutboundContent, { type: 'template' }>

/** A template whose values can be changed one by one; undefined: it is none, or they were given in the provider's own words. */
export function editableTemplate({ contents }: Pick<Approval, 'contents'>): TemplateMessage | undefined {
  const content = contents[0] as OutboundContent // as it was accepted by the server
  if (contents.length !== 1 || content.type !== 'template' || content.components !== undefined) return undefined
  return content
}
