/**
 * Characters that nobody sees and that make a name be read as another, e.g. `invoice<U+202E>fdp.exe` as "invoiceexe.pdf": what turns
 * the direction, controls, and what takes no room. What emoji and scripts are spelt with stays: joiners, and the tags of flags.
 */
const unseen =
  /[\p{Cc}\u00AD\u061C\u115F\u1160\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]*)[\u{E0000}-\u{E007F}]/gu

/** As a name or the name of a file may be shown: what is read is what is there. */
export function shownName(name: string): string {
  return name.replaceAll(unseen, '')
}

/** Whose value is what somebody is called, or something that they sent: `name`, `profileName`, `filename`, `subject`… */
const named = /name$|^subject$/i
/** Of the characters above those that turn what is around them; plain answers, nearly all, are read without a second look. */
const turning =
  /[\u0080-\u009F\u00AD\u061C\u115F\u1160\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\\u00/u

/** An answer of the server's as it may be shown: every name in it through `shownName`, so that no page can forget to. */
export function readShown(text: string): unknown {
  return turning.test(text) ? JSON.parse(text, shown) : JSON.parse(text)
}

function shown(key: string, value: unknown): unknown {
  if (typeof value === 'string') return named.test(key) ? shownName(value) : value
  // The text of a document without words of its own is what its file is called.
  if (isDocument(value)) return { ...value, text: value.text.split('\n').map(shownName).join('\n') }
  return value
}

function isDocument(value: unknown): value is { readonly type: 'document'; readonly text: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'document' &&
    'text' in value &&
    typeof value.text === 'string'
  )
}
