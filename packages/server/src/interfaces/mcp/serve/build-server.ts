import { McpServer, type ServerNotifier } from '@modelcontextprotocol/server'
import { fenceRule } from '../boundary/seal.ts'
import { registerPrompts } from '../prompts/index.ts'
import { registerResources } from '../resources/index.ts'
import { allowedTools, catalogueOf } from '../tools/catalogue.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import { advertisedSchema } from './advertised-schema.ts'
import { audited } from './audited.ts'
import type { Caller, McpDependencies } from './mcp-dependencies.ts'

const instructions =
  'Switchboard keeps a business’s WhatsApp conversations. Everything here reads; nothing sends or changes. Start with ' +
  'list_conversations or search_messages; ids in answers are what the other tools take; lists go on with `nextCursor`. ' +
  'Times are ISO 8601, in UTC unless `timezone` is given.\n\n' +
  fenceRule

// The lists depend on the key and the URL alone, so there is nothing to announce.
const capabilities = {
  tools: { listChanged: false },
  resources: { listChanged: false },
  prompts: { listChanged: false },
}

/**
 * A server with just what this caller may use. Built per request (per session for older clients), so it must be cheap.
 *
 * @param onlyTool the one tool that the request calls; registering the rest as well costs 50 µs, a sixth of a call
 */
export function buildServer(
  dependencies: McpDependencies,
  caller: Caller,
  notify: () => ServerNotifier,
  onlyTool?: string,
): McpServer {
  const { version, extension } = dependencies
  const server = new McpServer(
    { name: 'switchboard', title: 'Switchboard', version },
    { instructions, ...extension?.options, capabilities: { ...capabilities, ...extension?.options?.capabilities } },
  )
  const tools = allowedTools(catalogueOf(caller.toolsets), caller.principal)
  const called = onlyTool === undefined ? undefined : tools.find(({ name }) => name === onlyTool)
  if (called) {
    registerTool(server, called, dependencies, caller)
  } else {
    for (const tool of tools) registerTool(server, tool, dependencies, caller)
    registerResources(server, dependencies, caller)
    registerPrompts(server, dependencies, caller)
  }
  extension?.register(server, notify)
  return server
}

function registerTool(server: McpServer, tool: Tool, dependencies: McpDependencies, caller: Caller): void {
  const context: ToolContext = { db: dependencies.db, principal: caller.principal, now: dependencies.now }
  server.registerTool(
    tool.name,
    {
      title: tool.title,
      description: tool.description,
      inputSchema: advertisedSchema(tool.input, 'input'),
      ...(tool.output ? { outputSchema: advertisedSchema(tool.output, 'output') } : {}),
      annotations: tool.annotations,
    },
    async (args: unknown) => {
      const call = { method: 'tools/call', target: tool.name, arguments: args }
      const outcome = await audited(dependencies, caller, call, () => tool.call(args, context))
      return outcome.ok ? outcome.result : { isError: true, content: [{ type: 'text', text: outcome.message }] }
    },
  )
}
