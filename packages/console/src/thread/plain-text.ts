import { shownName } from '../api/shown-names.ts'
import { formatText, type Inline } from './format-text.ts'

/** A text as it reads where nothing can be bold: without the marks that WhatsApp makes formats of. */
export function plainText(text: string): string {
  return formatText(text)
    .map((block) => {
      if (block.kind === 'mono') return block.text
      if (block.kind === 'bullets') return block.items.map((item) => `• ${textOf(item)}`).join('\n')
      if (block.kind === 'numbers')
        return block.items.map((item, at) => `${block.start + at}. ${textOf(item)}`).join('\n')
      return block.lines.map(textOf).join('\n')
    })
    .join('\n')
}

/** More than any list has room for. */
const longest = 400

/** The same in one line, for lists; a document's is its name, so what nobody sees goes too. */
export function plainLine(text: string): string {
  return shownName(plainText(text.slice(0, longest)).replaceAll(/\s+/g, ' ')).trim()
}

function textOf(line: readonly Inline[]): string {
  return line.map((inline) => ('children' in inline ? textOf(inline.children) : inline.text)).join('')
}
