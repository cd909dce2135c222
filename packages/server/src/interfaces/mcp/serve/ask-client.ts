import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { ClientSide, Question, Reply, ReplyAction } from './client-side.ts'

const questionKey = 'approval'

/** Accept, decline and cancel are all that is asked for; a form without fields has just these three. */
const requestedSchema = { type: 'object' as const, properties: {} }

/** What the SDK knows of the client of one call. `mayAsk`: the server's own settings allow it. */
export function clientSideOf(server: McpServer, ctx: ServerContext, mayAsk: boolean): ClientSide {
  const { mcpReq, sessionId = null } = ctx
  return {
    requestId: mcpReq.id,
    sessionId,
    canAsk: mayAsk && showsForms(capabilitiesOf(server, ctx)),
    reply: replyOf(ctx),
    signal: mcpReq.signal,
  }
}

/** Revision 2026-07-28 says it in every request, older ones once, at the beginning of a session. */
function capabilitiesOf(server: McpServer, { mcpReq, sessionId }: ServerContext): ClientCapabilities | undefined {
  if (isModern(mcpReq)) {
    // The envelope's type lacks its own keys.
    return (mcpReq.envelope as Record<string, ClientCapabilities> | undefined)?.[CLIENT_CAPABILITIES_META_KEY]
  }
  return sessionId === undefined ? undefined : server.server.getClientCapabilities()
}

function isModern({ envelope }: ServerContext['mcpReq']): boolean {
  return envelope !== undefined
}

/** `elicitation: {}` means forms; a client that can only open addresses says so. */
function showsForms(capabilities: ClientCapabilities | undefined): boolean {
  const elicitation = capabilities?.elicitation
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)
}

function replyOf({ mcpReq }: ServerContext): Reply | null {
  const state = mcpReq.requestState()
  if (typeof state !== 'string') return null
  return { state, action: actionOf(mcpReq.inputResponses?.[questionKey]) }
}

/** What is not a clear yes or no is none. */
function actionOf(response: unknown): ReplyAction {
  const action = typeof response === 'object' && response !== null && 'action' in response ? response.action : null
  return action === 'accept' || action === 'decline' ? action : 'cancel'
}

/**
 * Puts a question to the client's person. Revision 2026-07-28 is answered "input required" and calls again with the reply; an
 * older client is asked in the middle of the call, over its session.
 *
 * @param again goes on with the call, given the reply
 */
export async function askClient(
  ctx: ServerContext,
  question: Question,
  milliseconds: number,
  again: (reply: Reply) => Promise<CallToolResult>,
): Promise<CallToolResult | InputRequiredResult> {
  const { message, state } = question
  if (isModern(ctx.mcpReq)) {
    const form = inputRequired.elicit({ mode: 'form', message, requestedSchema })
    return inputRequired({ inputRequests: { [questionKey]: form }, requestState: state })
  }
  const action = await askInSession(ctx, message, milliseconds)
  return again({ state, action })
}

async function askInSession(ctx: ServerContext, message: string, milliseconds: number): Promise<ReplyAction> {
  using _waiting = keepWaiting(ctx, Math.min(longestSilence, milliseconds / 4))
  try {
    const params = { mode: 'form', message, requestedSchema }
    const options = { timeout: milliseconds, signal: ctx.mcpReq.signal }
    return actionOf(await ctx.mcpReq.send({ method: 'elicitation/create', params }, options))
  } catch {
    // Too late, given up, or the client cannot after all: nobody said yes.
    return 'cancel'
  }
}

/** Clients give a call a minute unless they hear of it, and a person may take longer. */
const longestSilence = 15_000

/** Says now and then that the call is still going on, to a client that wants to hear it. */
function keepWaiting({ mcpReq }: ServerContext, everyMilliseconds: number): Disposable {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return { [Symbol.dispose]: () => undefined }
  let progress = 0
  const timer = setInterval(() => {
    const params = { progressToken, progress: ++progress, message: 'Waiting for your approval' }
    // A client that is gone is noticed by the question.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined)
  }, everyMilliseconds)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
