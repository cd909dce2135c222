import type { Approval } from '@switchboard/contract'
import { FileText } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { FormattedText } from '../../thread/content/formatted-text.tsx'

/** Exactly what goes: every part, as the customer will read it. */
export function WhatGoes({ approval: { contents, shown, state, edited } }: { readonly approval: Approval }) {
  const words = useTranslations('approvals')
  return (
    <section aria-label={words('whatGoes')} className="grid gap-2">
      <h3 className="flex items-center gap-2 font-medium">
        {words(state === 'pending' ? 'whatGoes' : 'whatWent')}
        {edited && <Badge tone="info">{words('edited')}</Badge>}
      </h3>
      <Parts contents={contents} shown={shown} />
    </section>
  )
}

export function Parts({ contents, shown }: Pick<Approval, 'contents' | 'shown'>) {
  return contents.map((content, part) => (
    // Parts never move among each other.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Part key={part} content={content} shown={shown[part] ?? null} />
  ))
}

function Part({ content, shown }: { readonly content: unknown; readonly shown: string | null }) {
  const words = useTranslations('approvals')
  const word = (name: string) => wordIn(content, name)
  const type = word('type') ?? ''
  const media: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'media') : undefined
  const mediaId = wordIn(media, 'mediaId')
  return (
    <div className="w-fit max-w-full rounded-xl rounded-se-sm border border-accent/40 bg-bubble-out px-3 py-2">
      {type === 'image' && mediaId && (
        <img src={`/v1/media/${mediaId}`} alt={words('picture')} className="mb-1.5 max-h-60 rounded-lg" />
      )}
      {(media !== undefined || type === 'template') && (
        <p className="mb-1 flex items-center gap-1.5 text-soft text-xs">
          <FileText aria-hidden className="size-3.5" />
          {type === 'template'
            ? words('template', { name: word('name') ?? '', language: word('language') ?? '' })
            : words('file', { type, name: word('filename') ?? wordIn(media, 'link') ?? '' })}
        </p>
      )}
      {type === 'reaction' ? (
        <p>{words('reaction', { emoji: word('emoji') ?? '–' })}</p>
      ) : shown !== null && shown !== '' ? (
        <FormattedText text={shown} />
      ) : (
        type === 'template' && <p className="text-soft">{words('textUnknown')}</p>
      )}
    </div>
  )
}

function wordIn(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : undefined
}
