import type { Content } from '@switchboard/contract'
import {
  type MessageContext,
  type MessageItem,
  type MessageSource,
  type RevisionItem,
  type StatusItem,
  sourceRanks,
} from '../../transports/inbound-item.ts'
import { fingerprint, partyKey } from './fingerprint.ts'
import { compareText } from './last-writer.ts'

/**
 * What one item says of what a message is: its content, or (a placeholder) only that it exists. Of all readings of a message
 * the highest (rank, fingerprint) stands in its row, so the order in which they come does not matter.
 */
export interface MessageReading {
  readonly source: MessageSource
  readonly rank: number
  readonly fingerprint: string
  readonly direction: 'inbound' | 'outbound'
  readonly at: number
  readonly content: Content
  readonly context: MessageContext | undefined
  /** For its place: conversation and contact. */
  readonly item: MessageItem | StatusItem | RevisionItem
  readonly seq: number
}

/**
 * The fingerprint starts with whether this version can read the content, so that of one source's readings a readable one
 * wins; the rest names the raw message, not the reading: after an upgrade the same raw message that now reads differently is
 * the same fingerprint with other content, and replaces what the older version made of it.
 */
export function readMessage(item: MessageItem, seq: number): MessageReading {
  const readable = item.content.type === 'unsupported' ? '0' : '1'
  return {
    source: item.source,
    rank: sourceRanks[item.source],
    fingerprint: `${readable}${fingerprint(item.raw, item.at, item.direction, item.groupId, partyKey(item.party))}`,
    direction: item.direction,
    at: item.at,
    content: item.content,
    context: item.context,
    item,
    seq,
  }
}

/**
 * A receipt, an edit or a revoke proves that its message exists. Of several proofs one that names somebody wins, then the
 * earliest: the message is at least that old.
 */
export function readPlaceholder(item: StatusItem | RevisionItem, seq: number): MessageReading {
  const direction = item.kind === 'status' ? 'outbound' : item.direction
  const named = item.party || item.groupId !== undefined ? '1' : '0'
  const earlier = String(9_007_199_254_740_991 - item.at).padStart(16, '0')
  return {
    source: 'placeholder',
    rank: sourceRanks.placeholder,
    fingerprint: `${named}:${earlier}:${direction}:${fingerprint(item.groupId, partyKey(item.party))}`,
    direction,
    at: item.at,
    content: { type: 'unknown' },
    context: undefined,
    item,
    seq,
  }
}

interface Precedence {
  readonly rank: number
  readonly fingerprint: string
}

/** Positive where `a` stands above `b`. */
export function compareReadings(a: Precedence, b: Precedence): number {
  return a.rank === b.rank ? compareText(a.fingerprint, b.fingerprint) : a.rank - b.rank
}
