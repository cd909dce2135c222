import type { Capabilities, MediaKind } from '../transports/transport.ts'
import { bareType, servedAs } from './served-as.ts'

export interface SendableFile {
  /** By its bytes. */
  readonly mimeType: string
  readonly claimedMimeType: string | null
  readonly sizeBytes: number
}

export interface MediaProblem {
  readonly code: 'media-too-large' | 'media-type-not-accepted' | 'media-empty'
  readonly sentence: string
  readonly remedy: string
}

export const voiceNoteType = 'audio/ogg; codecs=opus'

/** Whether an account can send a file as an image, a video, …; null: it can. Pure. */
export function checkSendable(
  file: SendableFile,
  as: { readonly kind: MediaKind; readonly voice?: boolean | undefined },
  { media }: Pick<Capabilities, 'media'>,
): MediaProblem | null {
  const { kind } = as
  const { maxBytes, mimeTypes } = media[kind]
  const type = sendType(file)
  if (maxBytes === 0)
    return refused(`This account cannot send files as ${kind}.`, 'Send it as a document, or by a link.')
  if (as.voice && file.mimeType !== voiceNoteType) {
    return refused(
      `A voice note has to be Ogg with the Opus codec; this file is ${file.mimeType}.`,
      'Convert it (ffmpeg -i in.mp3 -c:a libopus -ac 1 out.ogg), or send it without "voice".',
    )
  }
  if (mimeTypes.length > 0 && !mimeTypes.includes(type)) {
    return refused(
      `This account sends as ${kind}: ${mimeTypes.join(', ')}. The file is ${type}.`,
      'Convert it, or send it as a document.',
    )
  }
  if (file.sizeBytes > maxBytes) {
    const sentence = `The file has ${file.sizeBytes} bytes; as ${kind} this account sends at most ${maxBytes}.`
    return { code: 'media-too-large', sentence, remedy: 'Make it smaller, or send it as a document.' }
  }
  if (file.sizeBytes === 0)
    return { code: 'media-empty', sentence: 'The file has no bytes.', remedy: 'Send another one.' }
  return null
}

/** The type under which a file is handed to a provider. */
export function sendType(file: Pick<SendableFile, 'mimeType' | 'claimedMimeType'>): string {
  return bareType(servedAs(file.mimeType, file.claimedMimeType).type)
}

function refused(sentence: string, remedy: string): MediaProblem {
  return { code: 'media-type-not-accepted', sentence, remedy }
}
