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

export function typeOfFile(mimeType: string): 'image' | 'video' | 'audio' | 'document' {
  return kinds.find(([, pattern]) => pattern.test(mimeType))?.[0] ?? 'document'
}
