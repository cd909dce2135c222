import {
  type CallToolResult,
  type ContentBlock,
  type Implementation,
  McpServer,
  type ServerNotifier,
} from '@modelcontextprotocol/server'
import { fenceRule, type Json } from '../boundary/seal.ts'
import { registerPrompts } from '../prompts/index.ts'
import { registerResources } from '../resources/index.ts'
import { allowedTools, catalogueOf } from '../tools/catalogue.ts'
import type { Tool, ToolAnswer } from '../tools/tool.ts'
import { advertisedSchema } from './advertised-schema.ts'
import { callTool } from './call-tool.ts'
import type { Caller, McpDependencies } from './mcp-dependencies.ts'

const instructions =
  'Switchboard keeps a business’s WhatsApp conversations. Everything here reads; nothing sends or changes. Start with ' +
  'list_conversations or search_messages; ids in answers are what the other tools take; lists go on with `nextCursor`. ' +
  'Times are ISO 8601, in UTC unless `timezone` is given.\n\n' +
  fenceRule

/** Sent with every result. */
export function serverInfoOf(version: string): Implementation {
  return { name: 'switchboard', title: 'Switchboard', version }
}

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
  const server = new McpServer(serverInfoOf(version), {
    instructions,
    ...extension?.options,
    capabilities: { ...capabilities, ...extension?.options?.capabilities },
  })
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
      const outcome = await callTool(dependencies, caller, tool, args)
      return outcome.ok ? resultOf(outcome.result) : { isError: true, content: [textBlock(outcome.message)] }
    },
  )
}

function resultOf({ text, blocks }: ToolAnswer): CallToolResult {
  // The boundary wrote it, and the view of each tool is an object.
  const structuredContent = JSON.parse(text) as Record<string, Json>
  return { content: (blocks ?? [text]).map(textBlock), structuredContent }
}

function textBlock(text: string): ContentBlock {
  return { type: 'text', text }
}
