import type { CandidateRow, PacedAccount } from './lease-rows.ts'
import { pairAfter, pairAllowedAt, spacingOf } from './pace.ts'

export interface Allotment {
  readonly leased: readonly { readonly row: CandidateRow; readonly slotAt: number }[]
  /** When each conversation's burst is whole again. */
  readonly pairs: readonly (readonly [conversationId: string, freeAt: number])[]
  /** Those whose person had enough for now. */
  readonly later: readonly { readonly id: string; readonly dueAt: number }[]
  readonly nextSlots: ReadonlyMap<string, number>
}

/** Gives candidates, in their order, the next slots of their accounts. Pure; times in milliseconds. */
export function allot(
  rows: readonly CandidateRow[],
  accounts: readonly PacedAccount[],
  { now, horizon }: { readonly now: number; readonly horizon: number },
): Allotment {
  const byId = new Map(accounts.map((account) => [account.accountId, account]))
  const nextSlots = new Map<string, number>()
  const pairs = new Map<string, number>()
  const leased: { row: CandidateRow; slotAt: number }[] = []
  const later: { id: string; dueAt: number }[] = []
  for (const row of rows) {
    const account = byId.get(row.account_id)
    // Two of one conversation and different precedence may both stand first; the second waits.
    if (!account || pairs.has(row.conversation_id)) continue
    const slotAt = nextSlots.get(row.account_id) ?? Math.max(now, account.nextSlotAt)
    if (slotAt > now + horizon) continue
    const allowedAt = pairAllowedAt(row.free_at, account.pair)
    if (allowedAt > slotAt) {
      later.push({ id: row.id, dueAt: allowedAt })
      continue
    }
    leased.push({ row, slotAt })
    pairs.set(row.conversation_id, pairAfter(row.free_at, slotAt, account.pair))
    nextSlots.set(row.account_id, slotAt + spacingOf(account.rate ?? account.limit))
  }
  return { leased, pairs: [...pairs], later, nextSlots }
}
