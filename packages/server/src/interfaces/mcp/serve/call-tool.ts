import { requireNamedInReach } from '../../../access/named-reach.ts'
import { assertStorable } from '../../refuse-unstorable-text.ts'
import type { Tool, ToolAnswer } from '../tools/tool.ts'
import { audited, type Outcome } from './audited.ts'
import { concernedBy } from './audited-answer.ts'
import type { ClientSide, Question } from './client-side.ts'
import type { Caller, McpDependencies } from './mcp-dependencies.ts'

/** Runs a tool for a caller who may; the answer comes when the call is in the audit. */
export function callTool(
  dependencies: McpDependencies,
  caller: Caller,
  tool: Tool,
  args: unknown,
  client: ClientSide,
): Promise<Outcome<ToolAnswer | Question>> {
  const { db, now, sending, log } = dependencies
  const call = { method: 'tools/call', target: tool.name, arguments: args }
  return audited(
    dependencies,
    caller,
    call,
    async () => {
      assertStorable(args, 'arguments')
      requireNamedInReach(caller.principal, args)
      return await tool.call(args, { db, now, sending, log, client, principal: caller.principal })
    },
    (result) => concernedBy(tool, result),
  )
}
