import { SendRefusal } from '../../../outbox/send-refusal.ts'
import { Refusal } from '../../../refusal.ts'
import { ToolError } from '../tools/tool.ts'
import type { Concerned } from './audited-answer.ts'
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
  | {
      readonly ok: false
      readonly message: string
      /** The same for programs, as JSON: code, reason, and of a refused send what could be done instead. */
      readonly details?: string
    }

/**
 * Runs one call and writes down that it happened before its answer leaves. What went wrong comes back as words for the
 * model: the tool's or the refusal's own; of a bug only that there was one.
 */
export async function audited<Result>(
  { audit, log, observe }: Pick<McpDependencies, 'audit' | 'log' | 'observe'>,
  caller: Caller,
  call: AuditedCall,
  run: () => Promise<Result>,
  concernedBy?: (result: Result) => Concerned,
): Promise<Outcome<Result>> {
  const start = performance.now()
  const { outcome, kind } = await settle(run, log, call)
  const observed = (outcome: ObservedCall['outcome']) => {
    const tool = call.method === 'tools/call' ? call.target : call.method
    observe?.({ tool, outcome, seconds: (performance.now() - start) / 1_000 })
  }
  const { subject, targets, approvalId } = (outcome.ok && concernedBy?.(outcome.result)) || {}
  try {
    await audit.record({
      workspaceId: caller.principal.workspaceId,
      actorKind: caller.principal.kind,
      actor: caller.principal.id,
      client: caller.client,
      interface: 'mcp',
      action: call.method,
      target: call.target,
      subject: subject ?? null,
      targets,
      approvalId,
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
      return { outcome: refusedOutcome(error), kind: 'refused' }
    }
    log.error({ err: error, method, target }, 'an MCP call failed unexpectedly')
    const message = 'Something went wrong on the server; the details are in its log. Trying again may help.'
    return { outcome: { ok: false, message }, kind: 'failed' }
  }
}

function refusedOutcome(error: ToolError | Refusal): Extract<Outcome<never>, { ok: false }> {
  const { code, message: reason } = error
  const alternative = error instanceof SendRefusal ? error.alternative : undefined
  // Of a send the code stands in front: a model is asked about it later and repeats what it read.
  const message = error instanceof SendRefusal ? `${code}: ${reason}` : reason
  return { ok: false, message, details: JSON.stringify({ error: { code, reason, alternative } }) }
}
