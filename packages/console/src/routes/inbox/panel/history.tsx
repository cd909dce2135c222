import { useQuery } from '@tanstack/react-query'
import { useTranslations } from '../../../strings/use-translations.ts'
import { changesQuery } from '../../../thread/queries.ts'
import { useChangeSentence } from '../../../thread/use-change-sentence.ts'
import { ListTime } from '../list/list-time.tsx'
import { PanelSection } from './panel-section.tsx'

/** Who of the team did what with the conversation, and when. */
export function History({ conversationId }: { readonly conversationId: string }) {
  const words = useTranslations('inbox.history')
  const { data } = useQuery(changesQuery(conversationId))
  const tell = useChangeSentence()
  if (!data) return null
  return (
    <PanelSection title={words('title')}>
      {data.length === 0 && <p className="text-faint">{words('none')}</p>}
      <ol className="grid gap-2">
        {data.map((change) => (
          <li key={change.id} className="flex items-baseline justify-between gap-3">
            <span dir="auto" className="min-w-0 break-words text-soft">
              {tell(change)}
            </span>
            <ListTime at={change.at} />
          </li>
        ))}
      </ol>
    </PanelSection>
  )
}
