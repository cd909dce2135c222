import type { AccountId, ContactId, Role, Scope, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { Refusal } from '../refusal.ts'

/** Who asks, in which workspace, and what they may do. */
export interface Principal {
  readonly kind: PrincipalKind
  /** The key's, the person's or the grant's id; the kind where there is only one of it. */
  readonly id: string
  readonly workspaceId: WorkspaceId
  readonly name: string
  readonly scopes: ReadonlySet<Scope>
  /** Which of the workspace's numbers and people it may see and write to. */
  readonly reach: Reach
  /** Of a `member`, and of the person behind an `assistant`. */
  readonly role?: Role
  /** Only of an `assistant`. */
  readonly assistant?: AssistantClient
  /** What else narrows the credential; absent: nothing does. */
  readonly limits?: CredentialLimits
}

export interface CredentialLimits {
  /** What is done with what it sends; null: nothing was stated. */
  readonly sendPolicy: SendPolicy | null
  /** Messages a day (UTC); null: no cap. */
  readonly dailyCap: number | null
  /** The name under which its sends are counted. Credentials that came of one another share it: another key is no second cap. */
  readonly countsAs: string
  /** Addresses and ranges (CIDR) that it may be used from; null: from everywhere. */
  readonly addresses: readonly string[] | null
  readonly expiresAt: Date | null
}

/**
 * `key`: an API key; `admin_api`: whoever holds ADMIN_API_KEY; `cli`: an operator on this machine; `member`: a person's session;
 * `assistant`: a person through a client that they allowed to act for them, by an OAuth token.
 */
export const principalKinds = ['key', 'admin_api', 'cli', 'member', 'assistant'] as const
export type PrincipalKind = (typeof principalKinds)[number]

/** Null: all of them. */
export interface Reach {
  readonly accounts: readonly AccountId[] | null
  readonly contacts: readonly ContactId[] | null
}

export const wholeReach: Reach = { accounts: null, contacts: null }

export interface AssistantClient {
  readonly clientId: string
  readonly clientName: string
  /** Whose assistant it is. */
  readonly memberId: string
}

/** The person who asks, themselves or through an assistant of theirs; null: a program. */
export function memberIdOf({ kind, id, assistant }: Principal): string | null {
  return kind === 'member' ? id : (assistant?.memberId ?? null)
}

/** As the audit names the program that was used: by what was registered, not by what it says in a request. */
export function assistantAsClient({ assistant }: Principal): { readonly name: string; readonly version: null } | null {
  return assistant ? { name: `${assistant.clientName} (${assistant.clientId})`.slice(0, 200), version: null } : null
}

/** Whether there is anything in the workspace that it does not reach. */
export function isNarrowed({ reach }: Principal): boolean {
  return reach.accounts !== null || reach.contacts !== null
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
