import { fileTypeFromBuffer } from 'file-type'

const unknownType = 'application/octet-stream'
/** As browsers find markup: https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type */
const htmlStart =
  /^(?:<!--|<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|form|meta|link|img|object|embed|base)[\s/>])/i
const svgStart = /<svg[\s>/]/i
const xmlStart = /^<(?:\?xml|!doctype|[a-z_][\w.-]*:[a-z_]|rss|feed)/i

/**
 * The type that a file's first bytes show, whatever anybody called it: by magic numbers, and for text whether it is markup that
 * a browser would run. `text/plain` for other text, `application/octet-stream` for what is neither.
 */
export async function sniffType(sample: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(sample).catch(() => undefined)
  if (found && found.mime !== 'application/xml') return normalNames[found.mime] ?? found.mime
  const text = readText(sample)
  if (text === undefined) return found?.mime ?? unknownType
  const start = text.replace(/^[\s\uFEFF]+/, '')
  if (svgStart.test(start.slice(0, 4_096)) && start.startsWith('<')) return 'image/svg+xml'
  if (htmlStart.test(start)) return 'text/html'
  if (found || xmlStart.test(start)) return 'application/xml'
  return 'text/plain'
}

/** Names that WhatsApp and browsers use, for those that the library prefers. */
const normalNames: Partial<Record<string, string>> = {
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg; codecs=opus',
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells binary from text
const binary = /[\u0000-\u0008\u000B\u000E-\u001A\u001C-\u001F]/

/** UTF-8 or UTF-16 with a mark; undefined: it is no text. */
function readText(sample: Buffer): string | undefined {
  if (sample.length === 0) return undefined
  const encoding =
    sample[0] === 0xff && sample[1] === 0xfe
      ? 'utf-16le'
      : sample[0] === 0xfe && sample[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    // `stream`: the sample may end inside a character
    const text = new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: true })
    return binary.test(text) ? undefined : text
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
