import type { OutboundContent } from '@switchboard/contract'
import { newClientId } from '../../outgoing/client-id.ts'

export interface DraftRow {
  /** Names it while it is written. */
  readonly key: string
  readonly title: string
  readonly description: string
}

export interface DraftSection {
  readonly key: string
  readonly title: string
  readonly rows: readonly DraftRow[]
}

/** It is up already. */
export interface CardPicture {
  readonly mediaId: string
  readonly name: string
}

/** A message with buttons or a list while somebody writes it. What the other kind has is kept, in case they change their mind. */
export interface CardDraft {
  readonly kind: 'buttons' | 'list'
  readonly header: string
  /** Above buttons, in the place of the heading. */
  readonly picture?: CardPicture | undefined
  readonly body: string
  readonly footer: string
  readonly buttons: readonly Omit<DraftRow, 'description'>[]
  /** What opens the list. */
  readonly opens: string
  readonly sections: readonly DraftSection[]
}

type CardContent = Extract<OutboundContent, { type: 'buttons' | 'list' }>

export const newButton = () => ({ key: newClientId(), title: '' })
export const newRow = (): DraftRow => ({ ...newButton(), description: '' })
export const newSection = (): DraftSection => ({ ...newButton(), rows: [newRow()] })

export function newCard(kind: CardDraft['kind'], body: string): CardDraft {
  const texts = { header: '', body, footer: '', opens: '' }
  return { kind, ...texts, buttons: [newButton()], sections: [newSection()] }
}

/** Nothing was written that a plain answer does not have. */
export function isOnlyText({ picture, header, footer, opens, buttons, sections }: CardDraft): boolean {
  const rows = sections.flatMap((section) => [
    section.title,
    ...section.rows.flatMap((row) => [row.title, row.description]),
  ])
  const texts = [header, footer, opens, ...buttons.map(({ title }) => title), ...rows]
  return picture === undefined && texts.every((text) => text.trim() === '')
}

/** What is sent of it. What comes back when something is pressed carries its place as its id, `button-1` or `row-2-1`, and its title. */
export function contentOfCard({
  kind,
  header,
  picture,
  body,
  footer,
  buttons,
  opens,
  sections,
}: CardDraft): CardContent {
  const around = {
    ...(header.trim() === '' ? {} : { header: { type: 'text' as const, text: header.trim() } }),
    body: body.trim(),
    ...(footer.trim() === '' ? {} : { footer: footer.trim() }),
  }
  if (kind === 'buttons')
    return {
      type: 'buttons',
      ...around,
      ...(picture ? { header: { type: 'image', media: { mediaId: picture.mediaId } } } : {}),
      buttons: buttons.map(({ title }, index) => ({ id: `button-${index + 1}`, title: title.trim() })),
    }
  return {
    type: 'list',
    ...around,
    button: opens.trim(),
    sections: sections.map(({ title, rows }, section) => ({
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      rows: rows.map((row, index) => ({
        id: `row-${section + 1}-${index + 1}`,
        title: row.title.trim(),
        ...(row.description.trim() === '' ? {} : { description: row.description.trim() }),
      })),
    })),
  }
}

/** What was to be sent, to be changed; undefined: it has a part that is not written here, such as a film in its header. */
export function cardOfContent(content: OutboundContent): CardDraft | undefined {
  if (content.type !== 'buttons' && content.type !== 'list') return undefined
  const { header, body, footer = '' } = content
  const picture = pictureIn(header)
  if (header !== undefined && header.type !== 'text' && !picture) return undefined
  const card = { ...newCard(content.type, body), header: header?.type === 'text' ? header.text : '', picture, footer }
  if (content.type === 'buttons')
    return { ...card, buttons: content.buttons.map(({ title }) => ({ ...newButton(), title })) }
  return {
    ...card,
    opens: content.button,
    sections: content.sections.map(({ title = '', rows }) => ({
      ...newSection(),
      title,
      rows: rows.map((row) => ({ ...newRow(), title: row.title, description: row.description ?? '' })),
    })),
  }
}

function pictureIn(header: CardContent['header']): CardPicture | undefined {
  if (header?.type !== 'image' || !('mediaId' in header.media)) return undefined
  return { mediaId: header.media.mediaId, name: '' }
}

/** As it was kept; undefined where it was not, or by a version that wrote something else. */
export function readCard(stored: string | null): CardDraft | undefined {
  if (stored === null) return undefined
  try {
    const card = JSON.parse(stored) as CardDraft // only what this file wrote, which the next line makes sure of as far as it can crash
    return card.buttons.length >= 0 && card.sections.every(({ rows }) => rows.length >= 0) ? card : undefined
  } catch {
    return undefined
  }
}
