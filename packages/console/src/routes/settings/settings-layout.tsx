import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { useSession } from '../../session/session.ts'
import { MayNot } from '../../shell/may-not.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { sections } from './sections.ts'
import { SettingsNav } from './settings-nav.tsx'

/** The list of sections beside the one that is shown; on a phone the list is a page of its own. */
export function SettingsLayout() {
  const words = useTranslations('settings')
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
        <div className="min-h-0 flex-1">{lacks ? <MayNot scope={lacks} /> : <Outlet />}</div>
      </div>
    </div>
  )
}
