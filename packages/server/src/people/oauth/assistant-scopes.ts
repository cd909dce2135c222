import { readScopes, type Scope } from '@switchboard/contract'

/** What an assistant can be given at most: what the tools need, and nothing that manages. */
export const assistantScopes: readonly Scope[] = [...readScopes, 'messages:send']

/** Lets the client renew its token without the person. */
export const refreshScope = 'offline_access'
