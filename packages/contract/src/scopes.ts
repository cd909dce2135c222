import { z } from 'zod'

/** What a credential may do. `admin` implies every other scope. */
export const scopes = [
  'admin',
  'accounts:read',
  'accounts:manage',
  'contacts:read',
  'contacts:manage',
  'conversations:read',
  'conversations:manage',
  'messages:read',
  'messages:send',
  'sending:manage',
  'media:write',
  'templates:manage',
  'approvals:decide',
  'calls:read',
  'events:read',
  'inbox:read',
  'inbox:replay',
  'audit:read',
  'metrics:read',
  'contacts:export',
  'contacts:erase',
  'broadcasts:manage',
  'members:read',
  'members:manage',
  'assistants:manage',
  'keys:manage',
  'settings:manage',
  'webhooks:manage',
] as const

export const Scope = z.enum(scopes)
export type Scope = z.infer<typeof Scope>

/** What an assistant or a dashboard needs to read customers' traffic, and nothing more. */
export const readScopes: readonly Scope[] = [
  'accounts:read',
  'contacts:read',
  'conversations:read',
  'messages:read',
  'calls:read',
  'events:read',
]
