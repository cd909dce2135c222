import type { ShownTemplate, Template } from '@switchboard/contract'
import { FileText } from 'lucide-react'
import { useTranslations } from '../../strings/use-translations.ts'

interface TemplatePreviewProps {
  readonly template: Template
  /** With its variables filled; absent as long as some are missing. */
  readonly shown: ShownTemplate | undefined
}

/** The message as the customer will see it; before everything is filled, with its places. */
export function TemplatePreview({ template, shown }: TemplatePreviewProps) {
  const words = useTranslations('composer')
  const parts = shown ?? raw(template)
  return (
    <section aria-label={words('preview')} className="rounded-xl bg-thread p-4" aria-live="polite">
      <div className="max-w-sm rounded-xl rounded-se-sm bg-bubble-out p-3 shadow-sm">
        {parts.header && (
          <p dir="auto" className="mb-1 flex items-center gap-2 font-semibold">
            {parts.header.format !== 'text' && <FileText aria-hidden className="size-4" />}
            {parts.header.text ?? parts.header.format}
          </p>
        )}
        <p dir="auto" className="whitespace-pre-wrap break-words">
          {parts.body}
        </p>
        {parts.footer && (
          <p dir="auto" className="mt-1 text-soft text-xs">
            {parts.footer}
          </p>
        )}
        {parts.buttons.length > 0 && (
          <ul className="mt-2 grid gap-1 border-strong-line border-t pt-2 text-center font-medium text-info">
            {parts.buttons.map((button) => (
              <li key={button.index} dir="auto" title={button.url}>
                {button.text}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

type Parts = Pick<ShownTemplate, 'header' | 'body' | 'footer' | 'buttons'>

function raw({ components }: Template): Parts {
  const part = (type: string) => components.find((one) => one.type.toUpperCase() === type)
  const word = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const header = part('HEADER')
  const buttons = part('BUTTONS')?.['buttons']
  return {
    header: header ? { format: word(header['format'])?.toLowerCase() ?? 'text', text: word(header['text']) } : null,
    body: word(part('BODY')?.['text']) ?? null,
    footer: word(part('FOOTER')?.['text']) ?? null,
    buttons: Array.isArray(buttons)
      ? buttons.map((button: Readonly<Record<string, unknown>>, index) => ({
          index,
          type: word(button['type']) ?? '',
          text: word(button['text']) ?? '',
        }))
      : [],
  }
}
