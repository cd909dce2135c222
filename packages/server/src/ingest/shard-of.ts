import { hash } from 'node:crypto'

/** How many projectors can work side by side. Stored with every row: changing it needs the cursors to be at one place first. */
export const shardCount = 8

/** The shard of everything that belongs to one account, so that one account's bodies stay in one order. */
export function shardOf(accountKey: string): number {
  return hash('md5', accountKey, 'buffer').readUInt32BE(0) % shardCount
}
