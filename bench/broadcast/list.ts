import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const phoneOf = (index: number): string => `+49170${String(1_000_000 + index).padStart(8, '0')}`
const rowOf = (index: number): string => `${phoneOf(index)},Customer ${index},"Berlin, Mitte",A-${index}\n`
export const rowBytes = rowOf(500_000).length
const rowsAtOnce = 2_000

/** A CSV with its header, in pieces. */
export function* listOf(from: number, to: number): Generator<string> {
  yield 'phone,name,city,order\n'
  for (let at = from; at < to; at += rowsAtOnce)
    yield Array.from({ length: Math.min(rowsAtOnce, to - at) }, (_, index) => rowOf(at + index)).join('')
}

/** The limit: the same values, with nothing to be found out about them. */
export async function copyFor(client: pg.Client, from: number, to: number): Promise<void> {
  await client.query(
    `create table bare_recipients (broadcast_id uuid, position bigint, line integer, recipient text, target text, person text,
       variables jsonb, state text, primary key (broadcast_id, position))`,
  )
  const id = '0190b0a0-0000-7000-8000-000000000000'
  function* lines() {
    for (let at = from; at < to; at += rowsAtOnce)
      yield Array.from({ length: Math.min(rowsAtOnce, to - at) }, (_, index) => {
        const phone = phoneOf(at + index)
        const variables = JSON.stringify({
          name: `Customer ${at + index}`,
          city: 'Berlin, Mitte',
          order: `A-${at + index}`,
        })
        return `${id}\t${at + index}\t${at + index}\t${phone}\tphone:${phone}\tphone:${phone}\t${variables}\tpending\n`
      }).join('')
  }
  const into = client.query(
    copyFrom(
      `copy bare_recipients (broadcast_id, position, line, recipient, target, person, variables, state) from stdin`,
    ),
  )
  await pipeline(Readable.from(lines()), into)
}
