import type { Scope, WorkspaceId } from '@switchboard/contract'
import { createContext, use } from 'react'

/** As `GET /v1/me` tells it. */
export interface Me {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly workspaceId: WorkspaceId
  readonly scopes: readonly Scope[]
}

export interface Session {
  readonly me: Me
  /** Whether this person's role covers the scope. What it does not cover is not offered; the server refuses it anyhow. */
  readonly can: (scope: Scope) => boolean
}

export const SessionContext = createContext<Session | undefined>(undefined)

export function sessionOf(me: Me): Session {
  const scopes = new Set<string>(me.scopes)
  return { me, can: (scope) => scopes.has('admin') || scopes.has(scope) }
}

/** Who is signed in, and what they may. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside of SessionGate')
  return session
}
