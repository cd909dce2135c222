import type { CreateTemplate } from '@switchboard/contract'
import { expect, test } from 'vitest'
import { getTemplate } from '../store/queries/get-template.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import type { TemplateDirectory } from '../transports/template-directory.ts'
import type { Transport } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { createTemplate, deleteTemplate, editTemplate, type TemplateDesk } from './template-desk.ts'

const draft: CreateTemplate = {
  name: 'hello',
  language: 'en',
  category: 'UTILITY',
  parameterFormat: 'POSITIONAL',
  components: [{ type: 'BODY', text: 'Hello' }],
}

async function open(database: TestDatabase, directory: Partial<TemplateDirectory>, business: string | null = 'waba') {
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId)
  await database.pool.query('update accounts set business_account_id = $2, is_default = true where id = $1', [
    accountId,
    business,
  ])
  const transport: Pick<Transport, 'templates'> = { templates: directory as TemplateDirectory } // what a test asks of it
  const desk: TemplateDesk = {
    pool: database.pool,
    transports: { 'cloud-api': transport as Transport }, // nothing else of it is asked
    accountOf: (id) =>
      Promise.resolve({ accountId: id, externalId: '1', businessAccountId: business, secrets: {}, settings: {} }),
    onEvents() {},
  }
  return { workspaceId, desk }
}
const said = (options: Partial<ConstructorParameters<typeof TransportError>[0]>) =>
  Promise.reject(new TransportError({ outcome: 'not-sent', retryable: false, sentence: 'No.', ...options }))

test('a lost answer is said to be one, nothing is written, and the templates are read again', async () => {
  await using database = await createTestDatabase()
  const { workspaceId, desk } = await open(database, { create: () => said({ outcome: 'unknown' }) })
  await expect(createTemplate(desk, workspaceId, draft)).rejects.toMatchObject({ code: 'template-outcome-unknown' })
  const { rows } = await database.pool.query(
    'select (select count(*)::int from templates) as templates, requested_at is not null as asked from template_syncs',
  )
  expect(rows).toEqual([{ templates: 0, asked: true }])
})

test('what the provider says against it is passed on; what may pass by itself says when to try again', async () => {
  await using database = await createTestDatabase()
  const refusing = await open(database, {
    create: () => said({ sentence: 'Too many templates.', details: 'Limit 250.', remedy: 'Delete some.' }),
  })
  await expect(createTemplate(refusing.desk, refusing.workspaceId, draft)).rejects.toMatchObject({
    code: 'template-refused',
    detail: 'Too many templates. Limit 250. Delete some.',
  })
  const busy = await open(database, { create: () => said({ retryable: true, retryAfterMilliseconds: 7_000 }) }, 'busy')
  await expect(createTemplate(busy.desk, busy.workspaceId, draft)).rejects.toMatchObject({
    code: 'unavailable',
    headers: { 'retry-after': '7' },
  })
})

test('where templates cannot be managed, it says why', async () => {
  await using database = await createTestDatabase()
  const { workspaceId, desk } = await open(database, {}, null)
  const unknown = await createTemplate(desk, workspaceId, draft).catch((error: unknown) => error)
  expect(unknown).toMatchObject({ code: 'templates-not-listed', detail: expect.stringContaining('businessAccountId') })
  const twilio = { ...desk, transports: {} }
  await expect(createTemplate(twilio, workspaceId, draft)).rejects.toMatchObject({ code: 'templates-not-listed' })
  const stranger = await createSeed(database.pool).workspace()
  await expect(createTemplate(desk, stranger, draft)).rejects.toMatchObject({ code: 'not-found' })
})

test('a template that was made, changed and deleted tells so with one event each', async () => {
  await using database = await createTestDatabase()
  const asked: unknown[] = []
  const { workspaceId, desk } = await open(database, {
    create: () => Promise.resolve({ id: '7', status: 'REJECTED', category: 'MARKETING' }),
    edit: (_account, id, change) => Promise.resolve(void asked.push([id, change])),
    delete: (_account, which) => Promise.resolve(void asked.push(which)),
  })
  const id = await createTemplate(desk, workspaceId, draft)
  const template = await getTemplate(database.db, workspaceId, { templateId: id })
  if (!template) throw new Error('it was made')
  expect(template).toMatchObject({ status: 'REJECTED', category: 'MARKETING', providerTemplateId: '7' })
  await expect(createTemplate(desk, workspaceId, draft)).rejects.toMatchObject({ code: 'template-exists' })
  await expect(
    editTemplate(desk, workspaceId, template, { components: [{ type: 'BODY', text: '{{1}}' }] }),
  ).rejects.toMatchObject({
    code: 'template-draft-invalid',
  })
  const components = [{ type: 'BODY', text: 'Hello again \0' }]
  await editTemplate(desk, workspaceId, template, { components })
  const changed = await getTemplate(database.db, workspaceId, { templateId: id })
  expect(changed).toMatchObject({ status: 'PENDING', components: [{ text: 'Hello again \ufffd' }] })
  await expect(editTemplate(desk, workspaceId, { ...template, status: 'PENDING' }, {})).rejects.toMatchObject({
    code: 'template-not-editable',
  })
  await deleteTemplate(desk, workspaceId, template)
  expect(asked).toEqual([['7', { category: undefined, components }], { name: 'hello', id: '7' }])
  const { rows } = await database.pool.query(
    `select data->>'change' as change, data->>'status' as status from events where type = 'template.changed' order by seq`,
  )
  expect(rows).toEqual([
    { change: 'created', status: 'REJECTED' },
    { change: 'changed', status: 'PENDING' },
    { change: 'deleted', status: 'PENDING' },
  ])
})
