import { Refusal } from '../../../refusal.ts'
import { ToolError } from '../tools/tool.ts'
import type { Caller, McpDependencies, ObservedCall } from './mcp-dependencies.ts'

export interface AuditedCall {
  /** tools/call, resources/read or prompts/get. */
  readonly method: string
  /** The tool, URI or prompt. */
  readonly target: string
  readonly arguments?: unknown
}

export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly message: string }

/**
 * Runs one call and writes down that it happened before its answer leaves. What went wrong comes back as words for the
 * model: the tool's or the refusal's own; of a bug only that there was one.
 */
export async function audited<Result>(
  { audit, log, observe }: Pick<McpDependencies, 'audit' | 'log' | 'observe'>,
  caller: Caller,
  call: AuditedCall,
  run: () => Promise<Result>,
): Promise<Outcome<Result>> {
  const start = performance.now()
  const { outcome, kind } = await settle(run, log, call)
  const observed = (outcome: ObservedCall['outcome']) => {
    const tool = call.method === 'tools/call' ? call.target : call.method
    observe?.({ tool, outcome, seconds: (performance.now() - start) / 1_000 })
  }
  try {
    await audit.record({
      workspaceId: caller.principal.workspaceId,
      actorKind: caller.principal.kind,
      actor: caller.principal.id,
      interface: 'mcp',
      action: call.method,
      target: call.target,
      arguments: call.arguments,
      outcome: kind,
      address: caller.address ?? null,
      requestId: caller.requestId ?? null,
    })
  } catch (error) {
    log.error({ err: error, target: call.target }, 'an MCP call could not be audited')
    observed('failed')
    return {
      ok: false,
      message: 'The call could not be written to the audit log, so no answer is given. Try again later.',
    }
  }
  observed(kind)
  return outcome
}

async function settle<Result>(
  run: () => Promise<Result>,
  log: McpDependencies['log'],
  { method, target }: AuditedCall,
): Promise<{ outcome: Outcome<Result>; kind: ObservedCall['outcome'] }> {
  try {
    return { outcome: { ok: true, result: await run() }, kind: 'ok' }
  } catch (error) {
    if (error instanceof ToolError || (error instanceof Refusal && error.code !== 'internal')) {
      return { outcome: { ok: false, message: error.message }, kind: 'refused' }
    }
    log.error({ err: error, method, target }, 'an MCP call failed unexpectedly')
    const message = 'Something went wrong on the server; the details are in its log. Trying again may help.'
    return { outcome: { ok: false, message }, kind: 'failed' }
  }
}
