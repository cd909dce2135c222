import type { ShownTemplate } from '@switchboard/contract'
import type { InteractiveButton, InteractiveView } from './interactive-view.ts'

/** What a customer sees of a template, or of a card of one, without its file. */
export function viewOf({
  header,
  body,
  offer,
  footer,
  buttons,
}: Omit<ShownTemplate, 'cards' | 'text'>): InteractiveView {
  const said = [offer, body].filter((part) => part !== null).join('\n')
  return {
    ...(header?.text === undefined ? undefined : { header: header.text }),
    ...(said === '' ? undefined : { body: said }),
    ...(footer === null ? undefined : { footer }),
    buttons: buttons.map(({ type, text, url }) => ({
      kind: buttonKind(type),
      label: text,
      ...(url === undefined ? undefined : { url }),
    })),
    sections: [],
  }
}

function buttonKind(type: string): InteractiveButton['kind'] {
  switch (type.toUpperCase()) {
    case 'URL':
      return 'link'
    case 'PHONE_NUMBER':
    case 'VOICE_CALL':
      return 'call'
    case 'FLOW':
      return 'form'
    case 'QUICK_REPLY':
      return 'reply'
    default:
      return 'other'
  }
}
