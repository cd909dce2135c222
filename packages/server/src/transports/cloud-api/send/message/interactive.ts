import type { OutboundContent } from '@switchboard/contract'
import type { ResolvedContent } from '../../../transport.ts'
import { given, type Json } from './json.ts'
import { mediaObject } from './media-object.ts'

type Buttons = Extract<OutboundContent, { type: 'buttons' }>
type List = Extract<OutboundContent, { type: 'list' }>
type CtaUrl = Extract<OutboundContent, { type: 'cta_url' }>
type Resolved = ResolvedContent['resolved']

export function interactiveButtons(content: Buttons, resolved: Resolved): Json {
  const buttons = content.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }))
  return { type: 'button', ...around(content, resolved), action: { buttons } }
}

export function interactiveList(content: List, resolved: Resolved): Json {
  const sections = content.sections.map(({ title, rows }) => given({ title, rows: rows.map(given) }))
  return { type: 'list', ...around(content, resolved), action: { button: content.button, sections } }
}

export function interactiveCtaUrl(content: CtaUrl, resolved: Resolved): Json {
  const parameters = { display_text: content.displayText, url: content.url }
  return { type: 'cta_url', ...around(content, resolved), action: { name: 'cta_url', parameters } }
}

function around({ header, body, footer }: Pick<Buttons, 'header' | 'body' | 'footer'>, resolved: Resolved): Json {
  return given({
    header: header && headerObject(header, resolved),
    body: { text: body },
    footer: footer === undefined ? undefined : { text: footer },
  })
}

function headerObject(header: NonNullable<Buttons['header']>, resolved: Resolved): Json {
  switch (header.type) {
    case 'text':
      return { type: 'text', text: header.text }
    case 'image':
    case 'video':
      return { type: header.type, [header.type]: mediaObject(header.media, resolved) }
    case 'document':
      return {
        type: 'document',
        document: given({ ...mediaObject(header.media, resolved), filename: header.filename }),
      }
  }
}
