import { z } from 'zod'
import { readScopes, Scope, scopes } from './scopes.ts'

/** What a person is in a workspace, from most to least. */
export const roles = ['owner', 'admin', 'agent', 'viewer'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** Answers customers, and may let go what an assistant of theirs wants to send. */
const agentScopes: readonly Scope[] = [
  ...readScopes,
  'conversations:manage',
  'messages:send',
  'media:write',
  'contacts:manage',
  'approvals:decide',
  'members:read',
]

/**
 * What an owner has over an admin: `admin` itself, so to give out everything, also ownership; and the figures of the server, which
 * are of every workspace on it.
 */
const ownersAlone: ReadonlySet<Scope> = new Set(['admin', 'metrics:read'])
const adminScopes: readonly Scope[] = scopes.filter((scope) => !ownersAlone.has(scope))

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

/** Those who have this scope. */
export function rolesWith(scope: Scope): Role[] {
  return roles.filter((role) => scopesByRole[role].has(scope))
}

/** A role with what it may. */
export const RoleScopes = z.object({ role: Role, scopes: z.array(Scope) }).meta({ id: 'RoleScopes' })
export type RoleScopes = z.infer<typeof RoleScopes>
