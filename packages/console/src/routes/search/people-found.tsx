import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Avatar } from '../../components/avatar.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { peopleQuery } from './queries.ts'

/** Who is called so. Nothing where nobody is. */
export function PeopleFound({ q }: { readonly q: string | undefined }) {
  const words = useTranslations('search')
  const { can } = useSession()
  const { data: people = [] } = useQuery({ ...peopleQuery(q), enabled: q !== undefined && can('contacts:read') })
  if (people.length === 0) return null
  return (
    <section aria-label={words('people')} className="grid gap-3">
      <h2 className="font-medium text-soft text-xs uppercase tracking-wide">{words('people')}</h2>
      <ul className="flex flex-wrap gap-2">
        {people.map(({ id, name, phone, username }) => {
          const shown = name ?? phone ?? username ?? words('unnamed')
          return (
            <li key={id}>
              <Link
                to="/contacts/$contactId"
                params={{ contactId: id }}
                className="flex items-center gap-2.5 rounded-xl border bg-surface py-1.5 ps-2 pe-3.5 hover:border-strong-line hover:bg-hover"
              >
                <Avatar name={shown} size="small" />
                <span className="grid">
                  <span dir="auto" className="max-w-48 truncate font-medium">
                    {shown}
                  </span>
                  {phone && phone !== shown && (
                    <span dir="ltr" className="text-soft text-xs">
                      {phone}
                    </span>
                  )}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
