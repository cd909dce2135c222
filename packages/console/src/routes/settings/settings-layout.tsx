import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { ChevronLeft, Lock } from 'lucide-react'
import { EmptyState } from '../../components/empty-state.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { sections } from './sections.ts'
import { SettingsNav } from './settings-nav.tsx'

/** The list of sections beside the one that is shown; on a phone the list is a page of its own. */
export function SettingsLayout() {
  const words = useTranslations('settings')
  const shell = useTranslations('shell')
  const { can } = useSession()
  const { pathname } = useLocation()
  const here = sections.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  const lacks = here?.scope && !can(here.scope) ? here.scope : undefined
  return (
    <div className="flex h-full min-h-0">
      <div className="hidden w-60 shrink-0 overflow-y-auto border-e bg-surface p-3 lg:block">
        <SettingsNav />
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        {here && (
          <Link
            to="/settings"
            className="flex items-center gap-1 border-b bg-surface px-3 py-2.5 font-medium lg:hidden"
          >
            <ChevronLeft aria-hidden className="size-4 rtl:rotate-180" />
            {words('title')}
          </Link>
        )}
        <div className="min-h-0 flex-1">
          {lacks ? (
            <EmptyState heading="h1" icon={Lock} title={shell('mayNot')}>
              {shell('mayNotWhy', { scope: lacks })}
            </EmptyState>
          ) : (
            <Outlet />
          )}
        </div>
      </div>
    </div>
  )
}
