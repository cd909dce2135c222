/** The other end of one call, as far as tools need to know it. */
export interface ClientSide {
  /** The JSON-RPC id of the call. */
  readonly requestId: string | number
  /** Of clients before revision 2026-07-28; ids of calls are unique in it. */
  readonly sessionId: string | null
  /** A question may be put to the person there. */
  readonly canAsk: boolean
  /** The call was made before and asked; this is what the person said. */
  readonly reply: Reply | null
  /** The client gave the call up. */
  readonly signal: AbortSignal
}

export interface Reply {
  /** The question's state, as it came back. */
  readonly state: string
  readonly action: ReplyAction
}

/** `cancel`: put aside without an answer, or not answered in time. */
export type ReplyAction = 'accept' | 'decline' | 'cancel'

/** A yes or no that only the person at the client can give; a tool returns it instead of an answer. */
export class Question {
  /** What the person reads. Nothing in it may come from outside unfiltered. */
  readonly message: string
  /** Names the question when the reply comes: a secret, single use. */
  readonly state: string
  /** What would go with a yes, for the audit. */
  readonly approvalIds: readonly string[]

  constructor(message: string, state: string, approvalIds: readonly string[] = []) {
    this.message = message
    this.state = state
    this.approvalIds = approvalIds
  }
}

/** Of a call that cannot ask and is answered at once. */
export function plainClient(requestId: string | number): ClientSide {
  return { requestId, sessionId: null, canAsk: false, reply: null, signal: neverAborted }
}

const neverAborted = new AbortController().signal
