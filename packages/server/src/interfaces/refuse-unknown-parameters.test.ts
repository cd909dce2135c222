import { expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp } from '../testing/test-app.ts'

test('a parameter that a /v1 route does not name is refused by its name; older addresses take it', async () => {
  await using server = await createTestApp(({ app }) => {
    for (const url of ['/v1/things', '/admin/things']) {
      const schema = { querystring: z.object({ limit: z.coerce.number().optional() }) }
      app.get(url, { config: { public: true }, schema }, () => 'ok')
    }
  })
  const refused = await server.app.inject('/v1/things?limit=3&form=never')
  expect({ status: refused.statusCode, detail: refused.json<{ detail: string }>().detail }).toEqual({
    status: 400,
    detail: expect.stringContaining('form'),
  })
  expect((await server.app.inject('/v1/things?limit=3')).statusCode).toBe(200)
  expect((await server.app.inject('/admin/things?form=never')).statusCode).toBe(200)
})
