import { hash } from 'node:crypto'

/** How many projectors can work side by side. Stored with every row: changing it needs the cursors to be at one place first. */
export const shardCount = 8

/** As many accounts as this are remembered; it takes about 100 KB. */
const maxRemembered = 1_000

/** `shardOf` that remembers: a server hears of few accounts, but thousands of times a second. */
export function createShardOf(): (accountKey: string) => number {
  const shards = new Map<string, number>()
  return (accountKey) => {
    const known = shards.get(accountKey)
    if (known !== undefined) return known
    const shard = shardOf(accountKey)
    if (shards.size < maxRemembered) shards.set(accountKey, shard)
    return shard
  }
}

/** The shard of everything that belongs to one account, so that one account's bodies stay in one order. */
export function shardOf(accountKey: string): number {
  return hash('md5', accountKey, 'buffer').readUInt32BE(0) % shardCount
}
