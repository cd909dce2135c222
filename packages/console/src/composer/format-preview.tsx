import { useDeferredValue } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { FormattedText } from '../thread/content/formatted-text.tsx'
import { type Block, formatText } from '../thread/format-text.ts'

/** What WhatsApp will make of the signs in a text; nothing where they mean nothing. */
export function FormatPreview({ text }: { readonly text: string }) {
  const words = useTranslations('composer')
  const shown = useDeferredValue(text)
  if (!/[*_~`>\-\d]/.test(shown) || !formatText(shown).some(isFormatted)) return null
  return (
    <section
      aria-label={words('preview')}
      className="mx-3 mb-1 max-h-40 overflow-y-auto rounded-lg bg-ground px-3 py-2"
    >
      <FormattedText text={shown} />
    </section>
  )
}

function isFormatted(block: Block): boolean {
  if (block.kind !== 'lines') return true
  return block.lines.some((line) => line.some(({ kind }) => kind !== 'text' && kind !== 'link'))
}
