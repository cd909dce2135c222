import type { Contact } from '@switchboard/contract'
import { useFormatter } from 'use-intl'
import { Section } from '../../components/section.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

const kinds = {
  phone: 'identityPhone',
  wa_id: 'identityWaId',
  bsuid: 'identityBsuid',
  parent_bsuid: 'identityParentBsuid',
  username: 'identityUsername',
  lid: 'identityLid',
  jid: 'identityJid',
  email: 'identityEmail',
} as const

function isKnown(kind: string): kind is keyof typeof kinds {
  return Object.hasOwn(kinds, kind)
}

/** Every way that a contact is known by, and every name. */
export function IdentitiesCard({ contact }: { readonly contact: Contact }) {
  const words = useTranslations('contacts')
  const format = useFormatter()
  const names = [
    [words('nameCustom'), contact.customName],
    [words('nameProfile'), contact.profileName],
    [words('nameAddressBook'), contact.addressBookName],
    [words('nameUser'), contact.username && `@${contact.username}`],
  ] as const
  return (
    <Section title={words('identities')}>
      <dl className="grid gap-2.5">
        {contact.identities.map(({ kind, value, firstSeenAt }) => (
          <div key={`${kind} ${value}`}>
            <dt className="text-faint text-xs">{isKnown(kind) ? words(kinds[kind]) : kind}</dt>
            <dd className="break-all" dir="ltr" title={format.dateTime(new Date(firstSeenAt), { dateStyle: 'long' })}>
              {value}
            </dd>
          </div>
        ))}
        {names.map(
          ([label, name]) =>
            name && (
              <div key={label}>
                <dt className="text-faint text-xs">{label}</dt>
                <dd className="break-words" dir="auto">
                  {name}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Section>
  )
}
