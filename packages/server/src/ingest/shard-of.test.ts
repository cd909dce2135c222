import { expect, test } from 'vitest'
import { createShardOf, shardCount, shardOf } from './shard-of.ts'

test('an account has the same shard every time, and accounts are spread over all of them', () => {
  const keys = Array.from({ length: 2_000 }, (_, number) => `1065403522${number}`)
  const remembered = createShardOf()
  const shards = keys.map(shardOf)
  expect(keys.map(remembered)).toEqual(shards)
  expect(keys.map(remembered)).toEqual(shards)
  expect(new Set(shards).size).toBe(shardCount)
})

test('the shard of a known account stays, because it is stored with every row', () => {
  expect(['106540352242922', '102290129340398', ''].map(shardOf)).toEqual([5, 2, 1])
})
