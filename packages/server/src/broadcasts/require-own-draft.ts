import type { Caller } from '../outbox/caller.ts'
import { asksFirst } from '../outbox/held-back.ts'
import { SendRefusal } from '../outbox/send-refusal.ts'
import type { BroadcastRow } from './broadcast-row.ts'

/**
 * Whose own messages wait for a yes changes no draft of somebody else, for who starts it would send what they have not seen, and ends
 * no broadcast of theirs for good.
 * @throws {SendRefusal} send-not-own
 */
export function requireOwnDraft(
  { created_by: createdBy }: Pick<BroadcastRow, 'created_by'>,
  caller: Pick<Caller, 'kind' | 'id' | 'name' | 'policy' | 'assistant'>,
): void {
  if (!asksFirst(caller)) return
  const { kind, id } = createdBy as Pick<Caller, 'kind' | 'id'> // create-broadcast.ts wrote it
  if (kind === caller.kind && id === caller.id) return
  throw new SendRefusal(
    'send-not-own',
    `Somebody else made this broadcast, and messages of "${caller.name}" wait for approval. Make another with what should differ; one that runs can be paused.`,
  )
}
