import { type Event, type EventType, type Role, type Scope, scopesOfRole } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'
import {
  eventPermissions,
  jobPermissions,
  type Permission,
  type RoutePermissions,
  type ScopesNeeded,
} from './permission-table.ts'
import { hasScope, type Principal, requireScope } from './principal.ts'

const table = 'packages/server/src/access/permission-table.ts'

/** @throws where the table has no line for it: what nobody thought of is not let in */
export function permissionOfRoute(routes: RoutePermissions, method: string, url: string): Permission {
  const line = `${method === 'HEAD' ? 'GET' : method} ${url}`
  return Object.hasOwn(routes, line) && routes[line] !== undefined ? routes[line] : undeclared('route', line)
}

/** The scopes that a tool, resource or prompt needs. @throws as above */
export function scopesNeededFor(
  kind: 'tool' | 'resource' | 'prompt',
  permissions: Readonly<Record<string, ScopesNeeded>>,
  name: string,
): readonly Scope[] {
  const needed = Object.hasOwn(permissions, name) ? permissions[name] : undefined
  return needed === undefined ? undeclared(kind, name) : scopesOf(needed)
}

/** @throws as above */
export function requireDeclaredJob(name: string): void {
  if (!Object.hasOwn(jobPermissions, name)) undeclared('job', name)
}

function undeclared(kind: string, name: string): never {
  throw new Error(`The ${kind} "${name}" must declare who may use it: give it a line in ${table}`)
}

/** Open to everybody, with a reason. */
export function isOpen(permission: Permission): boolean {
  return typeof permission === 'object' && 'open' in permission
}

/** What a credential must have; none where any will do, or none is asked for. */
export function scopesOf(permission: Permission): readonly Scope[] {
  if (permission === 'any') return []
  if (typeof permission === 'string') return [permission]
  if ('open' in permission) return []
  return 'thisMachine' in permission ? [permission.thisMachine] : permission
}

/** @throws {Refusal} `forbidden`, naming the first scope that is missing */
export function requirePermission(principal: Principal, permission: Permission): void {
  for (const scope of scopesOf(permission)) requireScope(principal, scope)
}

/** Nobody lets somebody in, changes or removes them, who may more than they. @throws {Refusal} `forbidden` */
export function requireRoleWithin(principal: Principal, role: Role): void {
  const more = [...scopesOfRole(role)].filter((scope) => !hasScope(principal, scope))
  if (more.length === 0) return
  const detail = `Somebody of the role "${role}" may more than "${principal.name}": ${more.join(', ')}.`
  throw new Refusal('forbidden', { detail })
}

export function hasScopes(principal: Principal, scopes: readonly Scope[]): boolean {
  return scopes.every((scope) => hasScope(principal, scope))
}

/** Those of these types that somebody with `holds` may hear of. */
export function eventTypesFor(types: readonly EventType[], holds: (scope: Scope) => boolean): readonly EventType[] {
  return types.filter((type) => holds(eventPermissions[type]))
}

/** Whether this event is one that the principal may hear of: its type, and whom it is about. What is about nobody is out of a narrowed reach. */
export function mayHearOf(principal: Principal, event: Pick<Event, 'type' | 'accountId' | 'contactId'>): boolean {
  const { accounts, contacts } = principal.reach
  const within = <Id>(reach: readonly Id[] | null, id: Id | null) =>
    reach === null || (id !== null && reach.includes(id))
  return (
    hasScope(principal, eventPermissions[event.type]) &&
    within(accounts, event.accountId) &&
    within(contacts, event.contactId)
  )
}

/** @throws {Refusal} `forbidden`: nobody asks for events that they may not hear of */
export function requireEventTypes(principal: Principal, types: readonly EventType[]): void {
  const refused = types.find((type) => !hasScope(principal, eventPermissions[type]))
  if (refused === undefined) return
  const scope = eventPermissions[refused]
  throw new Refusal('forbidden', {
    detail: `"${refused}" is told only to who has the scope "${scope}", which "${principal.name}" lacks.`,
    headers: { 'www-authenticate': `Bearer realm="switchboard", error="insufficient_scope", scope="${scope}"` },
  })
}
