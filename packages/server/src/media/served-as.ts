export interface ServedAs {
  /** For Content-Type. */
  readonly type: string
  /** A browser may show it where it stands; everything else it only saves. */
  readonly inline: boolean
}

/** Formats without scripts, forms, links or references to other files. Anything that is not named here is saved, not shown. */
const passive = new Set([
  ...['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp', 'image/heic', 'image/apng'],
  ...['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/wav', 'audio/flac', 'audio/opus'],
  ...['video/mp4', 'video/3gpp', 'video/webm', 'video/quicktime', 'video/ogg'],
  'text/plain',
])

/** What bytes cannot tell apart, so the sender's word refines it; none of these runs anything. */
const refinements: Readonly<Record<string, readonly string[]>> = {
  'text/plain': [
    'text/csv',
    'text/tab-separated-values',
    'text/markdown',
    'text/calendar',
    'text/vcard',
    'application/json',
  ],
  'application/x-cfb': ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'],
  'application/zip': ['application/vnd.ms-excel.sheet.binary.macroenabled.12', 'application/epub+zip'],
}

/** How a file is given out: by what its bytes are (`sniffed`), which the sender's word (`claimed`) may make more exact. */
export function servedAs(sniffed: string, claimed: string | null): ServedAs {
  const claim = claimed === null ? '' : bareType(claimed)
  const type = refinements[sniffed]?.includes(claim) ? claim : sniffed
  const inline = passive.has(bareType(type))
  return { type: type.startsWith('text/') ? `${type}; charset=utf-8` : type, inline }
}

/** `Audio/OGG; codecs=opus` → `audio/ogg` */
export function bareType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}
