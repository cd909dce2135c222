import type { Scope } from '@switchboard/contract'
import type { LinkProps } from '@tanstack/react-router'
import {
  Building2,
  CalendarClock,
  Hourglass,
  KeyRound,
  type LucideIcon,
  MessageSquareQuote,
  SendHorizontal,
  ShieldCheck,
  SlidersHorizontal,
  Tags,
  UserRound,
  Users,
  UsersRound,
  Webhook,
} from 'lucide-react'
import type { en } from '../../strings/en/index.ts'

export interface SettingsSection {
  /** Also where its words are. */
  readonly id: keyof (typeof en)['settings']['sections']
  readonly to: Exclude<LinkProps['to'], undefined>
  readonly icon: LucideIcon
  /** Offered to whoever has it; null: to everybody. */
  readonly scope: Scope | null
  readonly group: keyof (typeof en)['settings']['groups']
}

/** In the order in which they are listed. */
export const sections: readonly SettingsSection[] = [
  { id: 'account', to: '/settings/account', icon: UserRound, scope: null, group: 'you' },
  { id: 'security', to: '/settings/security', icon: ShieldCheck, scope: null, group: 'you' },
  { id: 'preferences', to: '/settings/preferences', icon: SlidersHorizontal, scope: null, group: 'you' },
  { id: 'workspace', to: '/settings/workspace', icon: Building2, scope: 'settings:manage', group: 'workspace' },
  { id: 'members', to: '/settings/members', icon: Users, scope: 'members:read', group: 'workspace' },
  { id: 'roles', to: '/settings/roles', icon: UsersRound, scope: 'members:read', group: 'workspace' },
  {
    id: 'workingHours',
    to: '/settings/working-hours',
    icon: CalendarClock,
    scope: 'settings:manage',
    group: 'workspace',
  },
  { id: 'retention', to: '/settings/retention', icon: Hourglass, scope: 'settings:manage', group: 'workspace' },
  {
    id: 'cannedReplies',
    to: '/settings/canned-replies',
    icon: MessageSquareQuote,
    scope: 'conversations:manage',
    group: 'writing',
  },
  { id: 'labels', to: '/settings/labels', icon: Tags, scope: 'conversations:manage', group: 'writing' },
  { id: 'sending', to: '/settings/sending', icon: SendHorizontal, scope: 'sending:manage', group: 'writing' },
  { id: 'keys', to: '/settings/keys', icon: KeyRound, scope: 'keys:manage', group: 'programs' },
  { id: 'webhooks', to: '/settings/webhooks', icon: Webhook, scope: 'webhooks:manage', group: 'programs' },
]

export const groups = ['you', 'workspace', 'writing', 'programs'] as const
