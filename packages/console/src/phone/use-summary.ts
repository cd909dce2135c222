import type { PhoneBubble } from '@switchboard/contract'
import { useTranslations } from '../strings/use-translations.ts'

/** A message in one line. */
export function useSummary(): (message: PhoneBubble) => string {
  const words = useTranslations('phone')
  return ({ content, from }) => {
    switch (content?.type) {
      case undefined:
        return words(from === 'customer' ? 'deletedMine' : 'deletedTheirs')
      case 'text':
        return content.text
      case 'card':
        return content.body
      case 'reply':
        return content.title
      case 'contacts':
        return content.contacts.map(({ name }) => name).join(', ')
      case 'location':
        return content.name ?? words('kinds.location')
      case 'order':
        return content.text ?? words('attach.order')
      case 'other':
        return words('kinds.other')
      case 'document':
        return content.file.name ?? words('kinds.document')
      case 'image':
      case 'video':
      case 'audio':
      case 'sticker':
        return content.caption ?? words(`kinds.${content.type}`)
    }
  }
}
