import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { postMessage } from './support/signed-webhook.ts'
import { serve, temporaryDirectory } from './support/switchboard.ts'

const appSecret = 'a secret of this test'

/** The `seq` of every event of a type that a server's stream gave so far, from the beginning. */
function follow(url: string, key: string, type: string): { readonly seen: number[]; stop(): Promise<void> } {
  const seen: number[] = []
  const ended = new AbortController()
  const read = async (): Promise<void> => {
    const response = await fetch(`${url}/v1/events`, {
      headers: { authorization: `Bearer ${key}`, 'last-event-id': '0' },
      signal: ended.signal,
    })
    expect(response.status).toBe(200)
    let text = ''
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const seq = /^id: ?(\d+)$/m.exec(block)?.[1]
        if (seq !== undefined && block.includes(`"${type}"`)) seen.push(Number(seq))
      }
    }
  }
  const reading = read().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error
  })
  return {
    seen,
    async stop() {
      ended.abort()
      await reading
    },
  }
}

test('two servers on one Postgres project each message once, and both streams are complete and the same', async () => {
  await using database = await createTestDatabase()
  using one = temporaryDirectory()
  using other = temporaryDirectory()
  const environment = { WHATSAPP_APP_SECRET: appSecret, DATABASE_URL: database.connectionString }
  await using first = await serve(one.path, environment)
  await using second = await serve(other.path, environment)
  const key = /sb_live_\S+/.exec(first.stdout())?.[0] ?? ''
  // Its key is another one: it lets nobody in, and leaves the first one's link as it is.
  expect([first.stdout(), second.stdout()].map((said) => said.includes('/welcome?token='))).toEqual([true, false])
  const welcome = /http\S+\/welcome\?token=\S+/.exec(first.stdout())?.[0] ?? ''
  expect((await fetch(welcome)).status).toBe(200)
  expect((await fetch(`${second.url}/sign-in`)).status).toBe(503)
  const streams = [first, second].map((server) => follow(server.url, key, 'message.received'))
  const wamids = Array.from({ length: 400 }, (_, index) => `wamid.two.${index}`)
  // Every fourth is delivered to both, as a provider does that had no answer in time.
  const posts = wamids.flatMap((wamid, index) => {
    const urls = index % 4 === 0 ? [first.url, second.url] : [index % 2 === 0 ? first.url : second.url]
    return urls.map((url) => postMessage(url, appSecret, wamid))
  })
  expect((await Promise.all(posts)).filter((status) => status !== 200)).toEqual([])
  for (const { seen } of streams) await expect.poll(() => new Set(seen).size, { timeout: 60_000 }).toBe(wamids.length)
  const { rows } = await database.pool.query<{ seq: number }>(
    `select seq from events where type = 'message.received' order by seq`,
  )
  for (const { seen } of streams) expect(seen).toEqual(rows.map(({ seq }) => seq))
  const stored = await database.pool.query(
    'select count(*)::int as rows, count(distinct wamid)::int as wamids from messages',
  )
  expect(stored.rows).toEqual([{ rows: 400, wamids: 400 }])
  await Promise.all(streams.map((stream) => stream.stop()))
})
