import { expect, test } from 'vitest'
import { createTestDatabase } from '../packages/server/src/testing/index.ts'
import { serve, switchboard, temporaryDirectory } from './support/switchboard.ts'

interface Operation {
  readonly description: string
  readonly security?: readonly object[]
}

/** Open to everybody, on purpose. */
const open = [
  'GET /health/live',
  'GET /health/ready',
  'GET /v1/media/{id}/public',
  'GET /webhooks/whatsapp',
  'POST /webhooks/twilio',
  'POST /webhooks/whatsapp',
]
const anyId = '0190b0a0-0000-7000-8000-000000000000'

test('every route that is described asks for a key and for its scope, unless it is one of the known open ones', async () => {
  using data = temporaryDirectory()
  await using database = await createTestDatabase()
  const environment = { DATABASE_URL: database.connectionString }
  await using server = await serve(data.path, environment)
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const guarded = routes.filter(({ operation }) => (operation.security ?? []).length > 0)
  const names = guarded.map(({ method, path }) => `${method} ${path}`)
  expect(names).toEqual(
    expect.arrayContaining(['GET /v1/contacts/{id}/export', 'POST /v1/contacts/{id}/erase', 'GET /v1/messages']),
  )
  const others = routes.map(({ method, path }) => `${method} ${path}`).filter((name) => !names.includes(name))
  expect(others.toSorted().filter((name) => !name.startsWith('GET /health/') && !open.includes(name))).toEqual([])

  // A scope that is nobody's but its own list's.
  const { stdout } = await switchboard(data.path, ['key', 'create', 'weak', '--scopes', 'audit:read'], environment)
  const wrong: string[] = []
  for (const { method, path, operation } of guarded) {
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, anyId)}`, { method, headers })
      await response.body?.cancel()
      return response.status
    }
    const scope = /Scope: `([\w:]+)`/.exec(operation.description)?.[1]
    const answers = [await ask({}), await ask({ authorization: `Bearer ${stdout.trim()}` })]
    const refused = scope === undefined || scope === 'audit:read' ? answers[1] : 403
    if (answers[0] !== 401 || answers[1] !== refused) wrong.push(`${method} ${path}: ${answers.join(', ')}`)
  }
  expect(wrong).toEqual([])
  console.log(`${guarded.length} guarded routes, ${others.length} open: ${others.join(', ')}`)
})
