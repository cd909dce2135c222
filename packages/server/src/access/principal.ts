import type { Scope, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'

/** Who asks, in which workspace, and what they may do. */
export interface Principal {
  /** `key`: an API key; `admin_api`: whoever holds ADMIN_API_KEY; `cli`: an operator on this machine. */
  readonly kind: 'key' | 'admin_api' | 'cli'
  /** The key's id; the kind where there is only one of it. */
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
}

/** `admin` implies every other scope. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope) || principal.scopes.has('admin')
}

/** @throws {Refusal} `forbidden`, naming the scope, when the principal lacks it. */
export function requireScope(principal: Principal, scope: Scope): void {
  if (hasScope(principal, scope)) return
  throw new Refusal('forbidden', {
    detail: `This needs the scope "${scope}"; "${principal.name}" has: ${[...principal.scopes].join(', ') || 'none'}.`,
    headers: { 'www-authenticate': `Bearer realm="switchboard", error="insufficient_scope", scope="${scope}"` },
  })
}
