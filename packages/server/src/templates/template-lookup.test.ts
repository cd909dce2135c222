import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import type { ProviderTemplate } from '../transports/template-directory.ts'
import type { TemplateMessage } from './given-parameters.ts'
import { templateLookup } from './template-lookup.ts'
import { writeTemplates } from './write-templates.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  return () => database[Symbol.asyncDispose]()
})

const shown = (name: string, language: string, more: Partial<ProviderTemplate> = {}): ProviderTemplate => ({
  ...{
    id: `${name}-${language}`,
    name,
    language,
    status: 'APPROVED',
    category: 'UTILITY',
    parameterFormat: 'POSITIONAL',
  },
  ...{ components: [{ type: 'BODY', text: 'Hi {{1}}!' }], rejectedReason: undefined, quality: undefined, raw: {} },
  ...more,
})
const message = (name: string, language = 'en', body: string[] = ['Ana']): TemplateMessage => ({
  type: 'template',
  name,
  language,
  parameters: { body },
})

async function account(business: string | null, transport = 'cloud-api') {
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId)
  const values = [accountId, business, transport]
  await database.pool.query('update accounts set business_account_id = $2, transport = $3 where id = $1', values)
  return { workspaceId, accountId }
}
async function read(workspaceId: string, businessAccountId: string, templates: readonly ProviderTemplate[]) {
  await database.pool.query(
    'insert into template_syncs (workspace_id, business_account_id, synced_at) values ($1, $2, now())',
    [workspaceId, businessAccountId],
  )
  const business = { workspaceId, businessAccountId, transport: 'cloud-api' }
  await writeTemplates(database.pool, business, templates, new Date())
}

test('an account whose templates were never read is unlisted: only the provider can say', async () => {
  for (const [business, transport] of [
    ['never-read', 'cloud-api'],
    [null, 'cloud-api'],
    // Twilio names its templates by ContentSid, which it lists nowhere that we read.
    [null, 'twilio'],
  ] as const) {
    const { accountId } = await account(business, transport)
    expect(await templateLookup.find(database.pool, accountId, message('hello'))).toBe('unlisted')
    expect(await templateLookup.approved(database.pool, accountId)).toEqual([])
  }
})

test('a template is found by name and language, with what keeps the message from filling it or what the customer reads', async () => {
  const { workspaceId, accountId } = await account('read')
  await read(workspaceId, 'read', [
    shown('hello', 'en'),
    shown('hello', 'de', { status: 'PAUSED' }),
    shown('ciao', 'it'),
  ])
  const find = (asked: TemplateMessage) => templateLookup.find(database.pool, accountId, asked)
  expect(await find(message('hello'))).toEqual({ category: 'UTILITY', status: 'APPROVED', text: 'Hi Ana!' })
  expect(await find(message('hello', 'en', []))).toEqual({
    category: 'UTILITY',
    status: 'APPROVED',
    problem: { code: 'template-parameters-missing', reason: 'parameters.body[0]: {{1}} has no value.' },
  })
  expect(await find(message('hello', 'de'))).toMatchObject({ status: 'PAUSED' })
  expect(await find(message('hello', 'fr'))).toEqual({ category: '', status: null, otherLanguages: ['de', 'en'] })
  expect(await find(message('none'))).toEqual({ category: '', status: null, otherLanguages: [] })
})

test('another workspace with the same business number sees only its own templates', async () => {
  const first = await account('shared')
  const second = await account('shared')
  await read(first.workspaceId, 'shared', [shown('hello', 'en')])
  expect(await templateLookup.find(database.pool, second.accountId, message('hello'))).toBe('unlisted')
  await read(second.workspaceId, 'shared', [])
  expect(await templateLookup.find(database.pool, second.accountId, message('hello'))).toMatchObject({ status: null })
})

test('what could be sent instead is approved, present, no sign-in code, and marketing last', async () => {
  const { workspaceId, accountId } = await account('instead')
  await read(workspaceId, 'instead', [
    shown('a_offer', 'en', { category: 'MARKETING' }),
    shown('b_code', 'en', { category: 'AUTHENTICATION' }),
    shown('c_paused', 'en', { status: 'PAUSED' }),
    shown('d_notice', 'en'),
    shown('e_gone', 'en'),
  ])
  await database.pool.query(`update templates set deleted_at = now() where name = 'e_gone'`)
  expect(await templateLookup.approved(database.pool, accountId)).toEqual([
    { name: 'd_notice', language: 'en' },
    { name: 'a_offer', language: 'en' },
  ])
})
