export interface InboxTable {
  seq: number
  received_at: Date
  transport: string
  /** hash of the sender's account, so that projectors can share the work without meeting */
  shard: number
  body_sha256: Buffer
  body: Buffer
  redacted_at: Date | null
}
