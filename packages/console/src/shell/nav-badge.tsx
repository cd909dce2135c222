import { useUnread } from './document-title.ts'
import type { NavItem } from './nav-items.ts'

/** How much waits behind a link of the navigation. */
export function NavBadge({ area }: { readonly area: NavItem['area'] }) {
  const unread = useUnread()
  const count = area === 'inbox' ? unread : 0
  if (count === 0) return null
  return (
    <span className="absolute end-0.5 top-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-semibold text-[0.625rem] text-on-accent xl:static">
      {count > 99 ? '99+' : count}
    </span>
  )
}
