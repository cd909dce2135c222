import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server'
import type { AuditClient } from '../../../access/audit-entry.ts'

const longest = 100

/** The program that asks, as it calls itself: in each request since revision 2026-07-28, in `initialize` before. */
export function clientInfoOf(body: unknown): AuditClient | null {
  const params = memberOf(body, 'params')
  const info = memberOf(memberOf(params, '_meta'), CLIENT_INFO_META_KEY) ?? memberOf(params, 'clientInfo')
  const [name, version] = [memberOf(info, 'name'), memberOf(info, 'version')]
  if (typeof name !== 'string' || name === '') return null
  return { name: name.slice(0, longest), version: typeof version === 'string' ? version.slice(0, longest) : null }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return (value as Record<string, unknown>)[name] // an object has this member or not
}
