import type { StatusItem, StatusName } from '../../transports/inbound-item.ts'
import { fingerprint } from './fingerprint.ts'
import { compareText } from './last-writer.ts'

/** One receipt of a message, as its row. `at` in milliseconds, JSON as text. */
export interface Receipt {
  readonly message_id: string
  readonly status: string
  readonly recipient: string
  readonly at: number
  readonly fingerprint: string
  readonly errors: string | null
}

/** Sent is the least; what follows it never goes back. A delivery proves that an earlier failure was not the end. */
const ranks: Readonly<Record<StatusName, number>> = { sent: 1, failed: 2, delivered: 3, read: 4, played: 5, deleted: 6 }

export function statusRank(status: string): number {
  return (ranks as Readonly<Record<string, number>>)[status] ?? 0
}

/** How far a history sync says a message had come: true, but when is not known, so a receipt of its own beats it. */
const fromHistory = 'history:'

export function historyFingerprint(wamid: string): string {
  return `${fromHistory}${wamid}`
}

export function receiptFingerprint(item: StatusItem): string {
  return fingerprint(item.raw, item.at)
}

/** Of two sightings of one status the earlier one stays; negative where `a` does. */
export function compareReceipts(
  a: Pick<Receipt, 'at' | 'fingerprint'>,
  b: Pick<Receipt, 'at' | 'fingerprint'>,
): number {
  const guessed = Number(a.fingerprint.startsWith(fromHistory)) - Number(b.fingerprint.startsWith(fromHistory))
  return guessed || a.at - b.at || compareText(a.fingerprint, b.fingerprint)
}

/** How far a message has come. */
export interface Head {
  readonly status: string | null
  readonly status_rank: number
  readonly status_at: number | null
  readonly errors: string | null
}

export const noHead: Head = { status: null, status_rank: 0, status_at: null, errors: null }

/** From all receipts of one message; statuses that we have no rank for are kept, but move nothing. */
export function headOf(receipts: Iterable<Receipt>): Head {
  let best: Receipt | undefined
  for (const receipt of receipts) {
    if (statusRank(receipt.status) === 0) continue
    const further = best ? statusRank(receipt.status) - statusRank(best.status) : 1
    if (!best || further > 0 || (further === 0 && compareReceipts(receipt, best) < 0)) best = receipt
  }
  if (!best) return noHead
  return { status: best.status, status_rank: statusRank(best.status), status_at: best.at, errors: best.errors }
}
