import type { AuthInfo } from '@modelcontextprotocol/server'
import type { Caller } from './mcp-dependencies.ts'

/** What goes with a request through the SDK, which hands it on untouched. */
export interface Passed {
  readonly caller: Caller
}

export function authInfoOf(passed: Passed): AuthInfo {
  const { id, scopes } = passed.caller.principal
  return { token: '', clientId: id, scopes: [...scopes], extra: { passed } }
}

export function passedIn<Kind extends Passed>(authInfo: AuthInfo | undefined): Kind {
  const passed = authInfo?.extra?.['passed']
  if (!passed) throw new Error('an MCP request came without its caller')
  return passed as Kind // authInfoOf put it there
}

/**
 * Who asks by this request. A server of an older client is built once for its session, by the one who opened it: the client is
 * that one's, but each request has its own address and id, and its credential may have become less since.
 */
export function callerOfRequest(opened: Caller, authInfo: AuthInfo | undefined): Caller {
  if (!authInfo?.extra?.['passed']) return opened
  const { principal, address, requestId } = passedIn(authInfo).caller
  return { ...opened, principal, address, requestId }
}
