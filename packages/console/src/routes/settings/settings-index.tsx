import { Link } from '@tanstack/react-router'
import { Page } from '../../components/page.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { groups, sections } from './sections.ts'

/** `/app/settings`: what can be set, in a line each. */
export function SettingsIndex() {
  const words = useTranslations('settings')
  const { can } = useSession()
  const shown = sections.filter(({ scope }) => scope === null || can(scope))
  return (
    <Page title={words('title')} intro={words('intro')}>
      {groups.map((group) => {
        const own = shown.filter((section) => section.group === group)
        if (own.length === 0) return null
        return (
          <section key={group} aria-label={words(`groups.${group}`)} className="grid gap-2">
            <h2 className="font-medium text-soft">{words(`groups.${group}`)}</h2>
            <ul className="grid gap-2 sm:grid-cols-2">
              {own.map(({ id, to, icon: Icon }) => (
                <li key={id}>
                  <Link to={to} className="flex h-full gap-3 rounded-xl border bg-surface p-4 hover:bg-hover">
                    <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" />
                    <span className="min-w-0">
                      <span className="block font-medium">{words(`sections.${id}`)}</span>
                      <span className="block text-soft">{words(`about.${id}`)}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </Page>
  )
}
