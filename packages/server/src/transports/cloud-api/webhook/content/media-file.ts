import { idAt, type JsonObject, numberAt, wordAt } from '../json-fields.ts'

export interface MediaFile {
  readonly providerMediaId?: string | undefined
  readonly mimeType?: string | undefined
  readonly sha256?: string | undefined
  readonly sizeBytes?: number | undefined
  readonly url?: string | undefined
}

/** What image, video, audio, document and sticker have in common. */
export function readMediaFile(part: JsonObject): MediaFile {
  return {
    providerMediaId: idAt(part, 'id'),
    mimeType: wordAt(part, 'mime_type'),
    sha256: wordAt(part, 'sha256'),
    sizeBytes: numberAt(part, 'file_size'),
    url: wordAt(part, 'url') ?? wordAt(part, 'link'),
  }
}
