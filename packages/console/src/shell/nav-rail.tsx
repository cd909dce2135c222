import { Link } from '@tanstack/react-router'
import { Tooltip } from '../components/tooltip.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { AccountMenu } from './account-menu.tsx'
import { NavBadge } from './nav-badge.tsx'
import { type NavItem, navItems } from './nav-items.ts'
import { RailHead } from './rail-head.tsx'

const groups = ['work', 'reach', 'run'] as const

/** The navigation on anything wider than a phone: icons with their names in wide windows. */
export function NavRail() {
  const words = useTranslations('shell')
  const { can } = useSession()
  return (
    <nav
      aria-label={words('navigation')}
      className="relative hidden w-14 shrink-0 flex-col gap-3 overflow-y-auto overflow-x-hidden border-e bg-surface px-2 py-3 max-xl:[scrollbar-width:none] sm:flex xl:w-48"
    >
      <RailHead />
      {groups.map((group) => (
        <ul key={group} className="grid gap-0.5 border-b pb-3 nth-last-2:border-b-0">
          {navItems
            .filter((item) => item.group === group && can(item.scope))
            .map((item) => (
              <li key={item.to}>
                <NavLink item={item} />
              </li>
            ))}
        </ul>
      ))}
      <div className="mt-auto">
        <AccountMenu />
      </div>
    </nav>
  )
}

function NavLink({ item: { area, to, icon: Icon } }: { readonly item: NavItem }) {
  const title = useTranslations('shell')(`pages.${area}`)
  return (
    <Tooltip text={title}>
      <Link
        to={to}
        className="relative flex h-9 items-center gap-3 rounded-lg px-2.5 xl:h-8"
        activeProps={{ className: 'bg-selected font-medium text-accent-ink' }}
        inactiveProps={{ className: 'text-soft hover:bg-hover hover:text-ink' }}
      >
        <Icon aria-hidden className="size-4.5 shrink-0" />
        <span className="sr-only xl:not-sr-only xl:flex-1 xl:truncate">{title}</span>
        <NavBadge area={area} />
      </Link>
    </Tooltip>
  )
}
