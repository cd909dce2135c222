import type { SendPolicy } from '@switchboard/contract'
import type { DailyCap } from './daily-cap.ts'
import type { CallerReach } from './reach.ts'

/** Who wants to send, as the gate and the history need it. Callers make it from their principal. */
export interface Caller {
  /** `key`, `admin_api`, `cli`, or `system` for our own features. */
  readonly kind: string
  readonly id: string
  readonly name: string
  /** Has the scope to send. */
  readonly maySend: boolean
  /** An AI assistant decides what is sent: without a stated policy its sends wait for a person's yes. */
  readonly assistant: boolean
  /** What was stated for this credential; null: nothing. */
  readonly policy: SendPolicy | null
  /** Absent: it reaches everybody. */
  readonly reach?: CallerReach | undefined
  /** Absent: it may send as many messages as the account. */
  readonly cap?: DailyCap | undefined
}

/** What is kept of the caller beside the send. */
export function callerRecord({
  kind,
  id,
  name,
  assistant,
}: Caller): Pick<Caller, 'kind' | 'id' | 'name' | 'assistant'> {
  return { kind, id, name, assistant }
}
