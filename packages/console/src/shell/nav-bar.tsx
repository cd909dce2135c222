import { Link, useNavigate } from '@tanstack/react-router'
import { Ellipsis } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { useSession } from '../session/session.ts'
import { useTranslations } from '../strings/use-translations.ts'
import { AccountMenu } from './account-menu.tsx'
import { NavBadge } from './nav-badge.tsx'
import { type NavItem, navItems } from './nav-items.ts'

/** The navigation of a phone: the four that are used most, everything else behind one button. */
export function NavBar() {
  const words = useTranslations('shell')
  const { can } = useSession()
  const allowed = navItems.filter(({ scope }) => can(scope))
  return (
    <nav
      aria-label={words('navigation')}
      className="flex items-center justify-around border-t bg-surface p-1 sm:hidden"
    >
      {allowed.slice(0, 4).map((item) => (
        <BarLink key={item.to} item={item} />
      ))}
      <Menu
        trigger={
          <Button kind="ghost" size="icon" aria-label={words('more')}>
            <Ellipsis />
          </Button>
        }
      >
        {allowed.slice(4).map((item) => (
          <BarItem key={item.to} item={item} />
        ))}
      </Menu>
      <AccountMenu />
    </nav>
  )
}

function BarLink({ item: { area, to, icon: Icon } }: { readonly item: NavItem }) {
  const title = useTranslations('shell')(`pages.${area}`)
  return (
    <Link
      to={to}
      className="relative grid size-11 place-items-center rounded-lg"
      activeProps={{ className: 'bg-selected text-accent-ink' }}
      inactiveProps={{ className: 'text-soft' }}
    >
      <Icon aria-hidden className="size-5" />
      <span className="sr-only">{title}</span>
      <NavBadge area={area} />
    </Link>
  )
}

function BarItem({ item: { area, to, icon } }: { readonly item: NavItem }) {
  const title = useTranslations('shell')(`pages.${area}`)
  const navigate = useNavigate()
  return (
    <MenuItem icon={icon} onSelect={() => void navigate({ to })}>
      {title}
    </MenuItem>
  )
}
