import type { PhoneAction } from '@switchboard/contract'
import { putOnPhone } from './queries.ts'

/** A file that waits for its caption and for being sent. */
export interface ChosenFile {
  readonly file: File
  readonly asDocument: boolean
}

/** What WhatsApp sends as what it is; every other file goes as a document. */
const kinds = [
  ['image', /^image\/(?:jpeg|png|webp)$/],
  ['video', /^video\/(?:mp4|3gpp)$/],
  ['audio', /^audio\//],
] as const

function typeOfFile(mimeType: string): 'image' | 'video' | 'audio' | 'document' {
  return kinds.find(([, pattern]) => pattern.test(mimeType))?.[0] ?? 'document'
}

/** Puts the file onto the phone, and says how it is sent from there. */
export async function fileAction(
  { file, asDocument }: ChosenFile,
  caption = '',
  quoted: { readonly quoted?: string } = {},
): Promise<PhoneAction> {
  const type = asDocument ? 'document' : typeOfFile(file.type)
  const id = await putOnPhone(file, file.name)
  // Sound has no caption in WhatsApp.
  return type === 'audio'
    ? { type, file: id, ...quoted }
    : { type, file: id, ...quoted, ...(caption === '' ? {} : { caption }) }
}
