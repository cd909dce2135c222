import { Link } from '@tanstack/react-router'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { groups, sections } from './sections.ts'

/** The sections that this person may use, by what they are about. */
export function SettingsNav() {
  const words = useTranslations('settings')
  const { can } = useSession()
  const shown = sections.filter(({ scope }) => scope === null || can(scope))
  return (
    <nav aria-label={words('title')} className="grid gap-5">
      {groups.map((group) => {
        const own = shown.filter((section) => section.group === group)
        if (own.length === 0) return null
        return (
          <div key={group} className="grid gap-0.5">
            <p className="px-2.5 pb-1 font-medium text-faint text-xs">{words(`groups.${group}`)}</p>
            {own.map(({ id, to, icon: Icon }) => (
              <Link
                key={id}
                to={to}
                className="flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-soft hover:bg-hover hover:text-ink"
                activeProps={{ className: 'bg-selected font-medium text-ink', 'aria-current': 'page' }}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {words(`sections.${id}`)}
              </Link>
            ))}
          </div>
        )
      })}
    </nav>
  )
}
