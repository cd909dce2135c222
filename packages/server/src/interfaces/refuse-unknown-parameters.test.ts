import { expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApp } from '../testing/test-app.ts'

test('a parameter that a /v1 route does not name is refused by its name; older addresses take it', async () => {
  const urls = ['/v1/things', '/admin/things']
  const schemaOf = () => ({ querystring: z.object({ limit: z.coerce.number().optional() }) })
  await using server = await createTestApp(
    ({ app }) => {
      for (const url of urls) app.get(url, { schema: schemaOf() }, () => 'ok')
    },
    Object.fromEntries(urls.map((url) => [`GET ${url}`, { open: 'a test' }])),
  )
  const refused = await server.app.inject('/v1/things?limit=3&form=never')
  expect({ status: refused.statusCode, detail: refused.json<{ detail: string }>().detail }).toEqual({
    status: 400,
    detail: expect.stringContaining('form'),
  })
  expect((await server.app.inject('/v1/things?limit=3')).statusCode).toBe(200)
  expect((await server.app.inject('/admin/things?form=never')).statusCode).toBe(200)
})
