import type { Approval, OutboundContent } from '@switchboard/contract'

/**
 * What of a message a person can change before they let it go: a text, or the caption of a file. Undefined: nothing here (a reaction,
 * a template, a text in parts).
 */
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
