import { expect, test } from 'vitest'
import { listTemplateSyncs } from '../store/queries/list-template-syncs.ts'
import { listTemplates } from '../store/queries/list-templates.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import type { ProviderTemplate } from '../transports/template-directory.ts'
import type { Transport } from '../transports/transport.ts'
import { TransportError } from '../transports/transport-error.ts'
import { type SyncAllDependencies, syncDue } from './sync-due.ts'
import { requestSync } from './sync-lease.ts'

function template(name: string, more: Partial<ProviderTemplate> = {}): ProviderTemplate {
  return {
    ...{
      id: `id-${name}`,
      name,
      language: 'en',
      status: 'APPROVED',
      category: 'UTILITY',
      parameterFormat: 'POSITIONAL',
    },
    ...{
      components: [{ type: 'BODY', text: `Words of ${name}` }],
      rejectedReason: undefined,
      quality: undefined,
      raw: {},
    },
    ...more,
  }
}

interface Shop {
  /** What the provider has, by business; a function is asked each time. */
  readonly shelves: Map<string, ProviderTemplate[] | (() => AsyncIterable<ProviderTemplate>)>
  readonly dependencies: SyncAllDependencies
  readonly logged: object[]
}

function openShop(database: TestDatabase): Shop {
  const shelves: Shop['shelves'] = new Map()
  const logged: object[] = []
  const provider: Pick<Transport, 'templates'> = {
    templates: {
      async *list(account) {
        const shelf = shelves.get(account.businessAccountId ?? '') ?? []
        yield* typeof shelf === 'function' ? shelf() : shelf
      },
      create: () => Promise.reject(new Error('not asked here')),
      delete: () => Promise.reject(new Error('not asked here')),
    },
  }
  const dependencies: SyncAllDependencies = {
    pool: database.pool,
    transports: { 'cloud-api': provider as Transport }, // nothing else of it is asked
    async accountOf(accountId) {
      const { rows } = await database.pool.query<{ business: string }>(
        'select business_account_id as business from accounts where id = $1',
        [accountId],
      )
      return { accountId, externalId: '1', businessAccountId: rows[0]?.business ?? null, secrets: {}, settings: {} }
    },
    log: { info() {}, warn: (details) => void logged.push(details) },
    onEvents() {},
  }
  return { shelves, dependencies, logged }
}

async function addAccount(database: TestDatabase, business: string) {
  const seed = createSeed(database.pool)
  const workspaceId = await seed.workspace()
  const accountId = await seed.account(workspaceId)
  await database.pool.query('update accounts set business_account_id = $2 where id = $1', [accountId, business])
  return { workspaceId, accountId }
}

async function eventsOf(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.pool.query<{ said: string }>(
    `select concat_ws(' ', data->>'change', data->>'name', data->>'status') as said from events
     where type = 'template.changed' order by seq`,
  )
  return rows.map(({ said }) => said)
}

test('the rows become what the provider shows, with an event for each that is new, changed or gone, and for no other', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId } = await addAccount(database, 'waba')
  shelves.set('waba', [template('hello'), template('offer'), template('old')])
  expect(await syncDue(dependencies)).toEqual([
    { businessAccountId: 'waba', state: 'synced', templates: 3, changed: 3 },
  ])
  expect(await eventsOf(database)).toEqual(['created hello APPROVED', 'created offer APPROVED', 'created old APPROVED'])
  const first = await listTemplates(database.db, workspaceId, {})
  expect(first.items.map(({ name }) => name)).toEqual(['hello', 'offer', 'old'])

  shelves.set('waba', [template('offer', { status: 'PAUSED' }), template('hello'), template('new')])
  expect(await syncDue(dependencies, { which: 'all' })).toMatchObject([{ templates: 3, changed: 3 }])
  expect((await eventsOf(database)).slice(3)).toEqual([
    'created new APPROVED',
    'changed offer PAUSED',
    'deleted old APPROVED',
  ])
  const second = await listTemplates(database.db, workspaceId, {})
  expect(second.items.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'hello APPROVED',
    'new APPROVED',
    'offer PAUSED',
  ])
  expect(second.items[0]?.id).toBe(first.items[0]?.id)

  expect(await syncDue(dependencies, { which: 'all' })).toMatchObject([{ changed: 0 }])
  expect(await eventsOf(database)).toHaveLength(6)
  shelves.set('waba', [template('old')])
  await syncDue(dependencies, { which: 'all' })
  const back = await listTemplates(database.db, workspaceId, {})
  expect(back.items.map(({ id }) => id)).toEqual([first.items[2]?.id])
})

test('one that fails stops no other, says why, and is tried again after a pause', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies, logged } = openShop(database)
  const broken = await addAccount(database, 'broken')
  const { workspaceId } = await addAccount(database, 'fine')
  shelves.set('fine', [template('hello')])
  shelves.set('broken', async function* () {
    yield template('half')
    throw new TransportError({
      outcome: 'not-sent',
      retryable: false,
      providerCode: 190,
      sentence: 'The token is over.',
    })
  })
  const reports = await syncDue(dependencies)
  expect(reports.toSorted((a, b) => (a.businessAccountId < b.businessAccountId ? -1 : 1))).toMatchObject([
    { businessAccountId: 'broken', state: 'failed', failure: { code: '190', sentence: 'The token is over.' } },
    { businessAccountId: 'fine', state: 'synced', templates: 1 },
  ])
  expect((await listTemplates(database.db, workspaceId, {})).items).toHaveLength(1)
  expect(logged).toHaveLength(1)
  expect(await listTemplateSyncs(database.db, broken.workspaceId)).toMatchObject([
    { businessAccountId: 'broken', syncedAt: null, running: false, failures: 1, failure: { code: '190' } },
  ])
  expect(await syncDue(dependencies)).toEqual([])
  await database.pool.query(`update template_syncs set due_at = now() - interval '1 second' where failures > 0`)
  shelves.set('broken', [template('whole')])
  expect(await syncDue(dependencies)).toMatchObject([{ businessAccountId: 'broken', state: 'synced' }])
})

test('two processes never read one business at the same time, and who asks meanwhile is served afterwards', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId } = await addAccount(database, 'waba')
  const entered = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  shelves.set('waba', async function* () {
    entered.resolve()
    await goOn.promise
    yield template('hello')
  })
  const first = syncDue(dependencies)
  await entered.promise
  expect(await syncDue(dependencies, { which: 'all' })).toEqual([{ businessAccountId: 'waba', state: 'running' }])
  await requestSync(database.pool, { workspaceId, businessAccountId: 'waba' })
  goOn.resolve()
  expect(await first).toMatchObject([{ state: 'synced' }])
  shelves.set('waba', [template('hello'), template('later')])
  // Not at once: a storm of webhooks is one reading more, and not one each.
  expect(await syncDue(dependencies, { which: 'asked' })).toEqual([])
  await database.pool.query(`update template_syncs set synced_at = synced_at - interval '3 seconds'`)
  expect(await syncDue(dependencies, { which: 'asked' })).toMatchObject([{ state: 'synced', changed: 1 }])
  expect(await syncDue(dependencies, { which: 'asked' })).toEqual([])
})

test('a reader that lost its lease writes nothing more', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId } = await addAccount(database, 'waba')
  shelves.set('waba', async function* () {
    // Its time is over, and another process took over.
    await database.pool.query(`update template_syncs set lease_id = gen_random_uuid()`)
    yield template('late')
  })
  expect(await syncDue(dependencies)).toEqual([{ businessAccountId: 'waba', state: 'running' }])
  expect((await listTemplates(database.db, workspaceId, {})).items).toEqual([])
})

test('what a webhook said after the provider was asked is not undone by its answer', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId } = await addAccount(database, 'waba')
  shelves.set('waba', [template('hello', { status: 'PENDING' })])
  await syncDue(dependencies)
  shelves.set('waba', async function* () {
    await database.pool.query(`update templates set status = 'APPROVED', heard_at = clock_timestamp()`)
    yield template('hello', { status: 'PENDING' })
  })
  expect(await syncDue(dependencies, { which: 'all' })).toMatchObject([{ state: 'synced', changed: 0 }])
  expect((await listTemplates(database.db, workspaceId, {})).items).toMatchObject([{ status: 'APPROVED' }])
  const components = [{ type: 'BODY', text: 'New words' }]
  shelves.set('waba', async function* () {
    await database.pool.query(`update templates set heard_at = clock_timestamp()`)
    yield template('hello', { status: 'PENDING', components })
  })
  expect(await syncDue(dependencies, { which: 'all' })).toMatchObject([{ state: 'synced', changed: 1 }])
  expect((await listTemplates(database.db, workspaceId, {})).items).toMatchObject([{ status: 'APPROVED', components }])
})

test('a stop ends the reading between two portions, and the next process begins at once', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  await addAccount(database, 'waba')
  const stop = new AbortController()
  shelves.set('waba', async function* () {
    for (let index = 0; index < 250; index += 1) {
      if (index === 150) stop.abort()
      yield template(`t${index}`)
    }
  })
  expect(await syncDue(dependencies, {}, stop.signal)).toEqual([{ businessAccountId: 'waba', state: 'stopped' }])
  expect(await syncDue(dependencies)).toMatchObject([{ state: 'synced', templates: 250 }])
})

test('5,000 templates are read portion by portion, in bounded memory', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId } = await addAccount(database, 'waba')
  const filler = 'long text '.repeat(100)
  shelves.set('waba', async function* () {
    for (let index = 0; index < 5_000; index += 1) {
      if (index % 1_000 === 999) {
        // All but the last portion are written by now, so no more than that is held.
        const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from templates')
        expect(rows[0]?.n).toBeGreaterThanOrEqual(index - 100)
      }
      yield template(`t_${index}`, { components: [{ type: 'BODY', text: `${filler} ${index}` }] })
    }
  })
  const before = process.memoryUsage().heapUsed
  const began = performance.now()
  expect(await syncDue(dependencies)).toMatchObject([{ templates: 5_000, changed: 5_000 }])
  const milliseconds = Math.round(performance.now() - began)
  const grown = Math.round((process.memoryUsage().heapUsed - before) / 2 ** 20)
  console.log(`5,000 templates of 1 KB: ${milliseconds} ms, heap +${grown} MB`)
  expect(grown).toBeLessThan(100)
  let pages = 0
  let cursor: string | null | undefined
  const names = new Set<string>()
  do {
    const page = await listTemplates(database.db, workspaceId, { limit: 200, ...(cursor ? { cursor } : {}) })
    for (const { name } of page.items) names.add(name)
    cursor = page.nextCursor
    pages += 1
  } while (cursor !== null)
  expect([names.size, pages]).toEqual([5_000, 25])
})

test('the list narrows by account, status, category, language and words, and never shows another workspace', async () => {
  await using database = await createTestDatabase()
  const { shelves, dependencies } = openShop(database)
  const { workspaceId, accountId } = await addAccount(database, 'one')
  const other = await addAccount(database, 'two')
  shelves.set('one', [
    template('order_update', { components: [{ type: 'BODY', text: 'Your Café order' }] }),
    template('order_update', { language: 'de', status: 'PENDING' }),
    template('offer', { category: 'MARKETING' }),
  ])
  shelves.set('two', [template('theirs')])
  await syncDue(dependencies)
  const names = async (args: Parameters<typeof listTemplates>[2]) =>
    (await listTemplates(database.db, workspaceId, args)).items.map(({ name, language }) => `${name} ${language}`)
  expect(await names({})).toEqual(['offer en', 'order_update de', 'order_update en'])
  expect(await names({ accountId })).toHaveLength(3)
  expect(await names({ accountId: other.accountId })).toEqual([])
  expect(await names({ status: 'pending' })).toEqual(['order_update de'])
  expect(await names({ category: 'MARKETING' })).toEqual(['offer en'])
  expect(await names({ language: 'de' })).toEqual(['order_update de'])
  expect(await names({ search: 'cafe ord' })).toEqual(['order_update en'])
  expect(await names({ search: '100%_' })).toEqual([])
  expect(await names({ search: '%%' })).toEqual([])
  await expect(names({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-cursor' })
})
