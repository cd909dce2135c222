import { useUnread } from './document-title.ts'
import type { NavItem } from './nav-items.ts'
import { usePendingApprovals } from './pending-approvals.ts'

/** How much waits behind a link of the navigation. */
export function NavBadge({ area }: { readonly area: NavItem['area'] }) {
  if (area === 'inbox') return <UnreadBadge />
  return area === 'approvals' ? <ApprovalsBadge /> : null
}

function UnreadBadge() {
  return <Count count={useUnread()} />
}

function ApprovalsBadge() {
  return <Count count={usePendingApprovals()} />
}

function Count({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <span className="absolute end-0.5 top-0.5 min-w-4 rounded-full bg-accent px-1 text-center font-semibold text-[0.625rem] text-on-accent xl:static">
      {count > 99 ? '99+' : count}
    </span>
  )
}
