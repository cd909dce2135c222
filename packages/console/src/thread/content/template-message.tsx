import type { Content, ShownTemplate } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate } from 'lucide-react'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { Interactive } from './interactive.tsx'
import type { InteractiveButton, InteractiveView } from './interactive-view.ts'
import { Film, Picture } from './picture.tsx'
import type { ShownMessage } from './shown-message.ts'
import { shownTemplateQuery } from './shown-template.ts'

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
  const view =
    shown && shown.text === text ? viewOf(shown) : { body: text ?? words('templateUnknownText'), ...nothingElse }
  return (
    <div className="grid min-w-56 gap-1.5">
      <TemplateFile message={message} />
      <Interactive view={view} />
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

function TemplateFile({ message }: { readonly message: ShownMessage }) {
  const kind = message.media?.[0]?.kind
  if (kind === 'image') return <Picture message={message} caption={undefined} />
  return kind === 'video' ? <Film message={message} /> : null
}

function viewOf({ header, body, offer, footer, buttons }: ShownTemplate): InteractiveView {
  const said = [offer, body].filter((part) => part !== null).join('\n')
  return {
    ...(header?.text === undefined ? undefined : { header: header.text }),
    ...(said === '' ? undefined : { body: said }),
    ...(footer === null ? undefined : { footer }),
    buttons: buttons.map(({ type, text, url }) => ({
      kind: buttonKind(type),
      label: text,
      ...(url === undefined ? undefined : { url }),
    })),
    sections: [],
  }
}

function buttonKind(type: string): InteractiveButton['kind'] {
  switch (type.toUpperCase()) {
    case 'URL':
      return 'link'
    case 'PHONE_NUMBER':
    case 'VOICE_CALL':
      return 'call'
    case 'FLOW':
      return 'form'
    case 'QUICK_REPLY':
      return 'reply'
    default:
      return 'other'
  }
}
