import type { IncomingHttpHeaders } from 'node:http'
import { SERVER_INFO_META_KEY } from '@modelcontextprotocol/server'
import { hasScopes } from '../../../access/permissions.ts'
import type { Outcome } from '../serve/audited.ts'
import { serverInfoOf } from '../serve/build-server.ts'
import { callTool } from '../serve/call-tool.ts'
import { plainClient, Question } from '../serve/client-side.ts'
import type { Caller, McpDependencies } from '../serve/mcp-dependencies.ts'
import { catalogueOf } from '../tools/catalogue.ts'
import type { Tool, ToolAnswer } from '../tools/tool.ts'

/** A tools/call of revision 2026-07-28 with nothing unusual about it. */
export interface DirectCall {
  readonly id: string | number
  readonly name: string
  readonly arguments: unknown
  /** What a client repeats in each of its calls: the protocol's headers and `_meta`. */
  readonly envelope: string
}

export interface DirectCalls {
  /** The SDK has taken a call with this envelope: it found nothing wrong with it. */
  accept(envelope: string): void
  /**
   * The whole body of the answer. Null where the SDK must answer: an envelope that it has not taken yet, a tool that is not
   * this caller's, or one that writes.
   */
  answer(call: DirectCall, caller: Caller): Promise<string> | null
}

/** Of different clients; a flood of invented ones empties the memory instead of filling it. */
const mostEnvelopes = 1_000
const longestEnvelope = 2_000

/**
 * Answers plain tool calls without building a server and a transport for each, which costs more than most of our tools do.
 * Whether a request keeps to the protocol is still the SDK's word: the first call of each envelope goes through it, and only
 * those that it handed on to the tool are remembered. What of a call differs from the next (id, tool, arguments) is so
 * simple that `readDirectCall` can tell. tests/mcp-direct-calls.test.ts holds both ways' answers against each other.
 */
export function createDirectCalls(dependencies: McpDependencies): DirectCalls {
  const accepted = new Set<string>()
  const end = `,"resultType":"complete","_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: serverInfoOf(dependencies.version) })}},"jsonrpc":"2.0","id":`

  async function run(tool: Tool, call: DirectCall, caller: Caller): Promise<string> {
    const outcome = await callTool(dependencies, caller, tool, call.arguments, plainClient(call.id))
    return `{"result":{${outcome.ok ? resultText(outcome.result) : errorText(outcome)}${end}${JSON.stringify(call.id)}}`
  }

  return {
    accept(envelope) {
      if (accepted.size >= mostEnvelopes) accepted.clear()
      accepted.add(envelope)
    },
    answer(call, caller) {
      if (!accepted.has(call.envelope)) return null
      const tool = catalogueOf(caller).get(call.name)
      // What sends may have to ask first.
      if (!tool?.annotations.readOnlyHint || !hasScopes(caller.principal, tool.scopes)) return null
      return run(tool, call, caller)
    },
  }
}

/** The structured answer is JSON already: it is not made into text a second time. */
function resultText(answer: ToolAnswer | Question): string {
  if (answer instanceof Question) throw new Error('a tool that only reads asked something')
  const { text, blocks } = answer
  return `"content":[${(blocks ?? [text]).map(textBlock).join()}],"structuredContent":${text}`
}

function errorText({ message, details }: Extract<Outcome<unknown>, { ok: false }>): string {
  return `"isError":true,"content":[${[message, ...(details === undefined ? [] : [details])].map(textBlock).join()}]`
}

function textBlock(text: string): string {
  return `{"type":"text","text":${JSON.stringify(text)}}`
}

const requestKeys = new Set(['jsonrpc', 'id', 'method', 'params'])
const paramKeys = new Set(['name', 'arguments', '_meta'])

/** Null for anything that is not just such a call. */
export function readDirectCall(headers: IncomingHttpHeaders, body: unknown): DirectCall | null {
  if (headers['mcp-method'] !== 'tools/call' || !hasOnly(body, requestKeys)) return null
  const { jsonrpc, id, method, params } = body
  if (jsonrpc !== '2.0' || method !== 'tools/call' || !hasOnly(params, paramKeys)) return null
  const { name, arguments: args, _meta: meta } = params
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return null
  if (typeof name !== 'string' || headers['mcp-name'] !== name) return null
  if ((args !== undefined && !isRecord(args)) || !isRecord(meta)) return null
  const { 'mcp-protocol-version': version, 'content-type': type } = headers
  const envelope = JSON.stringify([version, type, meta])
  return envelope.length > longestEnvelope ? null : { id: id as string | number, name, arguments: args, envelope } // tested above
}

function hasOnly(value: unknown, keys: ReadonlySet<string>): value is Record<string, unknown> {
  if (!isRecord(value)) return false
  for (const key of Object.keys(value)) if (!keys.has(key)) return false
  return true
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
