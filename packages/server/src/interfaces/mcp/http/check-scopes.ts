import type { Scope } from '@switchboard/contract'
import { hasScope } from '../../../access/principal.ts'
import { prompts } from '../prompts/index.ts'
import { resources } from '../resources/index.ts'
import type { Caller } from '../serve/mcp-dependencies.ts'
import { catalogueOf } from '../tools/catalogue.ts'

export interface Refused {
  readonly method: string
  readonly target: string
  readonly arguments: unknown
  /** The scopes that are missing; none where there is no such tool. */
  readonly scopes: readonly Scope[]
}

/**
 * Calls of things that exist but that this caller's key may not use. They are not even listed to it, so this is somebody
 * who knows the name: the specification wants 403 with the missing scope, before the call is run.
 */
export function refusedCall(body: unknown, caller: Caller): Refused | null {
  // Revision 2025-03-26 allowed several requests in one body.
  for (const message of Array.isArray(body) ? body : [body]) {
    const call = callOf(message)
    if (!call) continue
    const scopes = neededScopes(call.method, call.target, caller)
    const missing = scopes?.filter((scope) => !hasScope(caller.principal, scope))
    if (missing?.length) return { ...call, scopes: missing }
    if (scopes === null && call.method === 'tools/call') return { ...call, scopes: [] }
  }
  return null
}

function neededScopes(method: string, target: string, caller: Caller): readonly Scope[] | null {
  switch (method) {
    case 'tools/call': {
      return catalogueOf(caller).get(target)?.scopes ?? null
    }
    case 'resources/read':
      return (
        resources.find(({ template }) => target.startsWith(template.slice(0, template.indexOf('{'))))?.scopes ?? null
      )
    case 'prompts/get':
      return prompts.find(({ name }) => name === target)?.scopes ?? null
    default:
      return null
  }
}

function callOf(message: unknown): { method: string; target: string; arguments: unknown } | null {
  if (!isRecord(message) || typeof message['method'] !== 'string' || !isRecord(message['params'])) return null
  const { name, uri, arguments: args } = message['params']
  const target = message['method'] === 'resources/read' ? uri : name
  return typeof target === 'string' ? { method: message['method'], target, arguments: args } : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
