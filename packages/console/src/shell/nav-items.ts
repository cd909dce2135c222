import type { Scope } from '@switchboard/contract'
import type { LinkProps } from '@tanstack/react-router'
import {
  Activity,
  ArrowDownToLine,
  Bot,
  ChartLine,
  Inbox,
  LayoutTemplate,
  type LucideIcon,
  Megaphone,
  MessageSquareShare,
  PhoneCall,
  ScrollText,
  Search,
  Settings,
  ShieldCheck,
  Smartphone,
  Users,
} from 'lucide-react'
import type { en } from '../strings/en/index.ts'

export interface NavItem {
  /** Also the area of the catalogue whose `title` it is called by. */
  readonly area: Exclude<keyof typeof en, 'cards' | 'common' | 'composer' | 'shell' | 'thread'>
  readonly to: Exclude<LinkProps['to'], undefined>
  readonly icon: LucideIcon
  /** Offered to whoever has it. */
  readonly scope: Scope
  readonly group: 'work' | 'reach' | 'run'
}

/** The pages in the order of the navigation: what people do all day, whom they reach, and what runs it. */
export const navItems: readonly NavItem[] = [
  { area: 'inbox', to: '/inbox', icon: Inbox, scope: 'conversations:read', group: 'work' },
  { area: 'phone', to: '/phone', icon: Smartphone, scope: 'messages:read', group: 'work' },
  { area: 'search', to: '/search', icon: Search, scope: 'messages:read', group: 'work' },
  { area: 'contacts', to: '/contacts', icon: Users, scope: 'contacts:read', group: 'work' },
  { area: 'approvals', to: '/approvals', icon: ShieldCheck, scope: 'messages:read', group: 'work' },
  { area: 'templates', to: '/templates', icon: LayoutTemplate, scope: 'accounts:read', group: 'reach' },
  { area: 'broadcasts', to: '/broadcasts', icon: Megaphone, scope: 'messages:read', group: 'reach' },
  { area: 'calls', to: '/calls', icon: PhoneCall, scope: 'calls:read', group: 'reach' },
  { area: 'overview', to: '/overview', icon: ChartLine, scope: 'messages:read', group: 'reach' },
  { area: 'accounts', to: '/accounts', icon: MessageSquareShare, scope: 'accounts:read', group: 'run' },
  { area: 'assistants', to: '/assistants', icon: Bot, scope: 'accounts:read', group: 'run' },
  { area: 'eventsIn', to: '/events-in', icon: ArrowDownToLine, scope: 'inbox:read', group: 'run' },
  { area: 'audit', to: '/audit', icon: ScrollText, scope: 'audit:read', group: 'run' },
  { area: 'health', to: '/health', icon: Activity, scope: 'accounts:read', group: 'run' },
  { area: 'settings', to: '/settings', icon: Settings, scope: 'accounts:read', group: 'run' },
]

/** Pages within those of the navigation that need more than them: to make something, not to look at it. `*` is any one part. */
const makingPages: readonly (readonly [string, Scope])[] = [
  ['/templates/new', 'templates:manage'],
  ['/templates/*/edit', 'templates:manage'],
  ['/broadcasts/new', 'broadcasts:manage'],
  ['/accounts/new', 'accounts:manage'],
  ['/accounts/*/setup', 'accounts:manage'],
  ['/assistants/connect', 'keys:manage'],
]

/** What a page needs of whoever opens it; null: nothing. The sections of the settings say it themselves: some are everybody's. */
export function scopeOfPage(pathname: string): Scope | null {
  const making = makingPages.find(([page]) => isWithin(pathname, page))
  if (making) return making[1]
  const item = navItems.find(({ to }) => isWithin(pathname, to))
  return item && item.area !== 'settings' ? item.scope : null
}

function isWithin(pathname: string, page: string): boolean {
  const parts = pathname.split('/')
  return page.split('/').every((part, index) => (part === '*' ? parts[index] : part === parts[index]))
}
