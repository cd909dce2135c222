import { z } from 'zod'
import { readScopes, type Scope, scopes } from './scopes.ts'

/** What a person is in a workspace, from most to least. */
export const roles = ['owner', 'admin', 'agent', 'viewer'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** Answers customers, and may let go what an assistant of theirs wants to send. */
const agentScopes: readonly Scope[] = [
  ...readScopes,
  'messages:send',
  'media:write',
  'contacts:manage',
  'approvals:decide',
  'members:read',
]

/** `admin` itself is what an owner has over an admin: to give out everything, also ownership. */
const adminScopes: readonly Scope[] = scopes.filter((scope) => scope !== 'admin')

const scopesByRole: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  owner: new Set(scopes),
  admin: new Set(adminScopes),
  agent: new Set(agentScopes),
  viewer: new Set(readScopes),
}

/** What a person of this role may do: a fixed set, each within that of the role above. */
export function scopesOfRole(role: Role): ReadonlySet<Scope> {
  return scopesByRole[role]
}
