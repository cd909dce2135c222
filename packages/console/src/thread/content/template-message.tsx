import type { Content } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate } from 'lucide-react'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { HeaderFile } from './header-file.tsx'
import { Interactive } from './interactive.tsx'
import type { ShownMessage } from './shown-message.ts'
import { shownTemplateQuery } from './shown-template.ts'
import { TemplateCards } from './template-cards.tsx'
import { viewOf } from './template-view.ts'

interface TemplateMessageProps {
  readonly message: ShownMessage
  readonly content: Extract<Content, { type: 'template' }>
}

/** A template as the customer sees it: its file, its text with the values filled in, its buttons; below, which one it is. */
export function TemplateMessage({ message, content }: TemplateMessageProps) {
  const words = useTranslations('thread')
  const { can } = useSession()
  const { name, language, text } = content
  const { data: shown } = useQuery({
    ...shownTemplateQuery(message.accountId, content),
    enabled: message.accountId !== undefined && name !== undefined && language !== undefined && can('accounts:read'),
  })
  // The template may have been changed since; what was kept when it was sent is what the customer got.
  const now = shown && shown.text === text ? shown : undefined
  const view = now ? viewOf(now) : { body: text ?? words('templateUnknownText'), ...nothingElse }
  const cards = now?.cards ?? []
  return (
    <div className="grid min-w-[min(14rem,100%)] grid-cols-[minmax(0,1fr)] gap-1.5">
      {cards.length === 0 && <HeaderFile message={message} />}
      <Interactive view={view} />
      <TemplateCards cards={cards} media={message.media} />
      {name && (
        <p className="flex items-center gap-1.5 text-soft text-xs">
          <LayoutTemplate aria-hidden className="size-3.5 shrink-0" />
          <span className="break-all">
            {name}
            {language && ` · ${language}`}
          </span>
        </p>
      )}
    </div>
  )
}

const nothingElse = { buttons: [], sections: [] }
