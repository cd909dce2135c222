import type { McpServer } from '@modelcontextprotocol/server'
import { ProtocolError, ProtocolErrorCode, ResourceTemplate } from '@modelcontextprotocol/server'
import { hasScopes } from '../../../access/permissions.ts'
import { audited } from '../serve/audited.ts'
import type { Caller, McpDependencies } from '../serve/mcp-dependencies.ts'
import { callerOfRequest } from '../serve/passed-caller.ts'
import type { ReadContext } from '../tools/tool.ts'
import { conversationResource } from './conversation.ts'
import { messageResource } from './message.ts'
import type { ResourceDeclaration } from './resource.ts'

export const resources: readonly ResourceDeclaration[] = [conversationResource, messageResource]

export function registerResources(server: McpServer, dependencies: McpDependencies, caller: Caller): void {
  const { db, now } = dependencies
  for (const resource of resources) {
    if (!hasScopes(caller.principal, resource.scopes)) continue
    const { name, title, description, template, read } = resource
    server.registerResource(
      name,
      templateOf(template),
      { title, description, mimeType },
      async (uri, variables, ctx) => {
        const id = String(variables['id'])
        const call = { method: 'resources/read', target: uri.href, arguments: { [`${kindOf(template)}Id`]: id } }
        const asking = callerOfRequest(caller, ctx.http?.authInfo)
        const context: ReadContext = { db, principal: asking.principal, now }
        const outcome = await audited(dependencies, asking, call, () => read(id, context))
        if (!outcome.ok) throw new ProtocolError(ProtocolErrorCode.InternalError, outcome.message)
        if (outcome.result === null)
          throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is nothing at ${uri.href}`, { uri: uri.href })
        return { contents: [{ uri: uri.href, mimeType, text: outcome.result }] }
      },
    )
  }
}

const mimeType = 'application/json'

/** `message` of switchboard://messages/{id}. */
function kindOf(template: string): string {
  return /\/\/(\w+)s\//.exec(template)?.[1] ?? 'resource'
}

/** Parsed once: a URI template costs more to parse than a server to build. */
const templates = new Map<string, ResourceTemplate>()

function templateOf(template: string): ResourceTemplate {
  const known = templates.get(template)
  if (known) return known
  // Conversations are found with the tools: a list of thousands helps nobody.
  const made = new ResourceTemplate(template, { list: undefined })
  templates.set(template, made)
  return made
}
