import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { hasScopes } from '../../../access/permissions.ts'
import { fenceRule } from '../boundary/seal.ts'
import { audited } from '../serve/audited.ts'
import type { Caller, McpDependencies } from '../serve/mcp-dependencies.ts'
import { callerOfRequest } from '../serve/passed-caller.ts'
import type { ReadContext } from '../tools/tool.ts'
import type { PromptDeclaration } from './prompt.ts'
import { summariseConversationPrompt } from './summarise-conversation.ts'
import { whatNeedsAnAnswerPrompt } from './what-needs-an-answer.ts'

export const prompts: readonly PromptDeclaration[] = [summariseConversationPrompt, whatNeedsAnAnswerPrompt]

export function registerPrompts(server: McpServer, dependencies: McpDependencies, caller: Caller): void {
  const { db, now } = dependencies
  for (const { name, title, description, scopes, input, render } of prompts) {
    if (!hasScopes(caller.principal, scopes)) continue
    server.registerPrompt(name, { title, description, argsSchema: input }, async (args, ctx) => {
      const call = { method: 'prompts/get', target: name, arguments: args }
      const asking = callerOfRequest(caller, ctx.http?.authInfo)
      const context: ReadContext = { db, principal: asking.principal, now }
      const outcome = await audited(dependencies, asking, call, () => render(args, context))
      if (!outcome.ok) throw new ProtocolError(ProtocolErrorCode.InvalidParams, outcome.message)
      const { instruction, data } = outcome.result
      return {
        description,
        messages: [
          { role: 'user', content: { type: 'text', text: `${instruction}\n\n${fenceRule}` } },
          { role: 'user', content: { type: 'resource', resource: { ...data, mimeType: 'application/json' } } },
        ],
      }
    })
  }
}
