import type { Contact } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { CopyButton } from '../../../components/copy-button.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { PanelSection } from './panel-section.tsx'

/** The ways by which WhatsApp and we know this person. */
export function Identities({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('inbox.panel')
  const kinds = useTranslations('inbox.identities')
  const format = useFormatter()
  return (
    <PanelSection title={words('identities')}>
      <ul className="grid gap-2">
        {contact.identities.map(({ kind, value, firstSeenAt }) => (
          <li key={`${kind} ${value}`} className="flex items-start justify-between gap-2">
            <div className="min-w-0">
              <p className="text-faint text-xs">{kinds.has(kind as 'phone') ? kinds(kind as 'phone') : kind}</p>
              <p
                className="break-all"
                title={words('firstSeen', { time: format.dateTime(new Date(firstSeenAt), { dateStyle: 'medium' }) })}
              >
                {value}
              </p>
            </div>
            <CopyButton text={value} what={value} kind="ghost" size="small-icon">
              {''}
            </CopyButton>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
