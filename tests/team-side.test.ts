import type {
  AccountId,
  Conversation,
  ConversationChange,
  ConversationCounts,
  ConversationId,
  Label,
  Note,
} from '@switchboard/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSeed, type Seed } from '../packages/server/src/testing/seed-conversation.ts'
import { startWalkedServer, type WalkedServer, type Walker } from './support/walk/walked-server.ts'

let server: WalkedServer
let seed: Seed
let account: AccountId
beforeAll(async () => {
  server = await startWalkedServer()
  seed = createSeed(server.database.pool)
  account = await seed.account(server.context.workspaceId)
}, 60_000)
afterAll(() => server[Symbol.asyncDispose]())

const minute = 60_000

function as(name: string): Walker {
  const walker = server.walkers.find((each) => each.name === name)
  if (!walker) throw new Error(`nobody is called ${name}`)
  return walker
}

async function ask<Answer>(who: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const response = await server.app.inject({
    method,
    url,
    headers: as(who).headers,
    ...(payload ? { payload } : {}),
  })
  return { status: response.statusCode, body: response.body === '' ? null : response.json<Answer>() }
}

async function read<Answer>(who: string, url: string): Promise<Answer> {
  const { status, body } = await ask<Answer>(who, 'GET', url)
  if (status !== 200 || body === null) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`)
  return body
}

let people = 0
/** Somebody who has written, so many minutes ago. */
async function customer(name: string, minutesAgo = 1): Promise<ConversationId> {
  const { workspaceId } = server.context
  people += 1
  const contact = await seed.contact(workspaceId, { name, phone: `+49151000${1000 + people}` })
  const id = await seed.conversation(workspaceId, account, contact)
  await writes(id, minutesAgo)
  return id
}

async function writes(id: ConversationId, minutesAgo: number, direction: 'inbound' | 'outbound' = 'inbound') {
  await seed.message(id, { text: 'hello', at: Date.now() - minutesAgo * minute, direction })
}

const get = (id: string, who = 'agent') => read<Conversation>(who, `/v1/conversations/${id}`)
const change = (id: string, state: object, who = 'agent') =>
  ask<Conversation>(who, 'PATCH', `/v1/conversations/${id}/state`, state)
async function list(query: string, who = 'agent'): Promise<string[]> {
  const { items } = await read<{ items: Conversation[] }>(who, `/v1/conversations?limit=200&${query}`)
  return items.map(({ id }) => id)
}
const idOf = async (who: string) => (await read<{ id: string }>(who, '/v1/me')).id

test('what is resolved is open again when the customer writes, and not for what they wrote before', async () => {
  const id = await customer('Resolved', 10)
  expect(await get(id)).toMatchObject({ status: 'open', unanswered: true, assignee: null, labels: [] })
  expect((await change(id, { status: 'resolved' })).body).toMatchObject({ status: 'resolved' })
  // One that comes late, as providers deliver them, is older than what was seen.
  await writes(id, 20)
  expect(await get(id)).toMatchObject({ status: 'resolved' })
  await writes(id, 5, 'outbound')
  expect(await get(id)).toMatchObject({ status: 'resolved', unanswered: false })
  await writes(id, 2)
  expect(await get(id)).toMatchObject({ status: 'open', unanswered: true })
  expect((await change(id, { status: 'resolved' })).body).toMatchObject({ status: 'resolved' })
  expect((await change(id, { status: 'open' })).body).toMatchObject({ status: 'open' })
})

test('what is snoozed is open again at its time, or when the customer writes', async () => {
  const [timed, written] = [await customer('Timed', 10), await customer('Written', 10)]
  const snoozedUntil = new Date(Date.now() + 60 * minute).toISOString()
  for (const id of [timed, written])
    expect((await change(id, { status: 'snoozed', snoozedUntil })).body).toMatchObject({
      status: 'snoozed',
      snoozedUntil,
    })
  await writes(written, 1)
  expect(await get(written)).toMatchObject({ status: 'open', snoozedUntil: null })
  await server.database.pool.query(`update conversations set snoozed_until = now() where id = $1`, [timed])
  expect(await get(timed)).toMatchObject({ status: 'open', snoozedUntil: null })
  expect((await change(timed, { status: 'snoozed' })).status).toBe(400)
  expect((await change(timed, { status: 'open', snoozedUntil })).status).toBe(400)
  expect((await change(timed, { status: 'snoozed', snoozedUntil: '2020-01-01T00:00:00Z' })).status).toBe(400)
})

test('only a member is assigned, and whoever leaves is assigned to nothing', async () => {
  const id = await customer('Assigned')
  const me = await idOf('agent')
  expect((await change(id, { assigneeId: 'me' })).body?.assignee).toEqual({ id: me, name: 'agent' })
  expect((await change(id, { assigneeId: await idOf('admin') })).body?.assignee).toMatchObject({ name: 'admin' })
  expect((await change(id, { assigneeId: 'somebody' })).status).toBe(400)
  const stranger = await server.app.inject({ url: '/v1/me', headers: server.stranger.headers })
  expect((await change(id, { assigneeId: stranger.json().id })).status).toBe(400)
  expect((await change(id, { assigneeId: 'me' }, 'only conversations:manage')).status).toBe(400)
  expect(await list('assigneeId=me', 'admin')).toContain(id)
  expect(await list('assigneeId=me')).not.toContain(id)
  expect((await change(id, { assigneeId: null })).body?.assignee).toBe(null)
  expect(await list('assigneeId=none')).toContain(id)
})

test('labels are set and taken off, and who did what is in the history, the newest first', async () => {
  const id = await customer('Labelled')
  const label = (await ask<Label>('agent', 'POST', '/v1/labels', { name: 'Refund', colour: 'red' })).body
  expect(label).toMatchObject({ name: 'Refund', colour: 'red' })
  expect((await ask('agent', 'POST', '/v1/labels', { name: 'refund' })).status).toBe(409)
  const labelId = label?.id
  expect((await change(id, { addLabelIds: [labelId], status: 'resolved' })).body?.labels).toEqual([label])
  expect(await list(`labelId=${labelId}`)).toEqual([id])
  // Said twice is said once.
  await change(id, { addLabelIds: [labelId], status: 'resolved' })
  const nobodys = { addLabelIds: ['0190b0a0-0000-7000-8000-000000000001'], status: 'open' }
  expect((await change(id, nobodys)).status).toBe(400)
  expect((await change(id, { removeLabelIds: [labelId] })).body).toMatchObject({ labels: [], status: 'resolved' })
  const { items } = await read<{ items: ConversationChange[] }>('viewer', `/v1/conversations/${id}/history`)
  expect(items.map(({ by, change: { kind } }) => [by.name, kind])).toEqual([
    ['agent', 'label'],
    ['agent', 'label'],
    ['agent', 'status'],
  ])
  expect((await ask('agent', 'DELETE', `/v1/labels/${labelId}`)).status).toBe(204)
})

test('each change is one event, without words of anybody', async () => {
  const id = await customer('Told')
  await change(id, { status: 'resolved', assigneeId: 'me' })
  await ask('agent', 'POST', `/v1/conversations/${id}/notes`, { text: 'a secret of the team' })
  const { rows } = await server.database.pool.query<{ type: string; data: object }>(
    `select type, data from events where conversation_id = $1 order by seq`,
    [id],
  )
  expect(rows.map(({ type }) => type)).toEqual(['conversation.updated', 'note.created'])
  expect(rows[0]?.data).toMatchObject({ changes: [{ kind: 'status', status: 'resolved' }, { kind: 'assignee' }] })
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('unread is what came after a member joined and last looked, for each of them', async () => {
  const id = await customer('Unread', -1)
  await writes(id, -2)
  await writes(id, -3, 'outbound')
  expect((await get(id)).unreadCount).toBe(2)
  expect((await get(id, 'only conversations:read')).unreadCount).toBe(null)
  expect((await ask('agent', 'POST', `/v1/conversations/${id}/seen`)).status).toBe(204)
  expect([(await get(id)).unreadCount, (await get(id, 'admin')).unreadCount]).toEqual([0, 2])
  expect([await list('unread=true'), await list('unread=true', 'admin')]).toEqual([[], [id]])
  await writes(id, -4)
  expect([(await get(id)).unreadCount, (await get(id, 'admin')).unreadCount]).toEqual([1, 3])
  const { rows } = await server.database.pool.query<{ id: string }>(
    `select id from messages where conversation_id = $1 order by sent_at`,
    [id],
  )
  expect([(await get(id)).firstUnreadId, (await get(id, 'admin')).firstUnreadId]).toEqual([
    rows.at(-1)?.id,
    rows[0]?.id,
  ])
  const old = await customer('From before', 100)
  expect(await get(old)).toMatchObject({ unreadCount: 0, firstUnreadId: null })
})

test('what a list is narrowed to is what is counted', async () => {
  const before = await read<ConversationCounts>('agent', '/v1/conversations/counts')
  const [first, second, third] = [await customer('Uma Count'), await customer('Vic Count'), await customer('Will')]
  await change(first, { assigneeId: 'me' })
  await writes(first, 0, 'outbound')
  await change(second, { status: 'resolved' })
  const after = await read<ConversationCounts>('agent', '/v1/conversations/counts')
  const grown = (name: 'open' | 'unanswered' | 'unassigned' | 'resolved') => after[name] - before[name]
  expect([grown('open'), grown('unanswered'), grown('unassigned'), grown('resolved')]).toEqual([2, 1, 1, 1])
  expect((after.mine ?? 0) - (before.mine ?? 0)).toBe(1)
  expect(await list('status=open')).toHaveLength(after.open)
  expect(await list('status=open&unanswered=true')).toHaveLength(after.unanswered)
  expect(await list('status=resolved')).toHaveLength(after.resolved)
  expect((await list('q=count')).toSorted()).toEqual([first, second].toSorted())
  expect(await list('q=count&status=open&assigneeId=me')).toEqual([first])
  expect(await list('unanswered=false&q=uma')).toEqual([first])
  expect(await list(`status=open&q=will`)).toEqual([third])
})

test('a walk through filtered pages shows each conversation once', async () => {
  const mine = []
  for (let n = 0; n < 5; n += 1) mine.push(await customer(`Paged ${n}`, n))
  const walked: string[] = []
  let cursor = ''
  do {
    const query = `/v1/conversations?limit=2&q=paged&status=open${cursor}`
    const page = await read<{ items: Conversation[]; nextCursor: string | null }>('agent', query)
    walked.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
  } while (cursor !== '')
  expect(walked.toSorted()).toEqual(mine.toSorted())
})

test('notes are changed by who wrote them and by admins; viewers read them', async () => {
  const id = await customer('Noted')
  const url = `/v1/conversations/${id}/notes`
  const note = (await ask<Note>('agent', 'POST', url, { text: 'Likes tea' })).body
  expect(note).toMatchObject({ text: 'Likes tea', author: { name: 'agent' }, editedAt: null })
  const own = `${url}/${note?.id}`
  expect((await ask('only conversations:manage', 'DELETE', own)).status).toBe(403)
  expect((await ask('viewer', 'POST', url, { text: 'no' })).status).toBe(403)
  expect((await ask<Note>('agent', 'PATCH', own, { text: 'Likes coffee' })).body).toMatchObject({
    text: 'Likes coffee',
  })
  expect((await ask<Note>('admin', 'PATCH', own, { text: 'Likes both' })).status).toBe(200)
  const { items } = await read<{ items: Note[] }>('viewer', url)
  expect(items.map(({ text, editedAt }) => [text, editedAt !== null])).toEqual([['Likes both', true]])
  const elsewhere = `/v1/conversations/${await customer('Another')}/notes/${note?.id}`
  expect((await ask('admin', 'DELETE', elsewhere)).status).toBe(404)
  expect((await ask('admin', 'DELETE', own)).status).toBe(204)
  expect((await read<{ items: Note[] }>('agent', url)).items).toEqual([])
})

test('a canned reply names the person and the agent, and says what it does not know', async () => {
  const id = await customer('Ana Lima')
  const text = 'Hi {{ contact.first_name }}, {{ agent.name }} here.'
  const made = await ask<{ id: string }>('agent', 'POST', '/v1/canned-replies', { shortCode: 'Hello', text })
  expect(made.body).toMatchObject({ shortCode: 'hello', text })
  const render = (replyId: string | undefined) =>
    ask('agent', 'POST', `/v1/canned-replies/${replyId}/render`, { conversationId: id })
  expect((await render(made.body?.id)).body).toEqual({ text: 'Hi Ana, agent here.', problem: null })
  const shy = await ask<{ id: string }>('agent', 'POST', '/v1/canned-replies', {
    shortCode: 'shy',
    text: 'Hi {{ contact.username }}',
  })
  expect((await render(shy.body?.id)).body).toMatchObject({ problem: expect.stringContaining('contact.username') })
  for (const wrong of ['Hi {{ contact.nmae }}', 'Hi {{ contact.name', '{% include "x" %}'])
    expect((await ask('agent', 'POST', '/v1/canned-replies', { shortCode: 'wrong', text: wrong })).status).toBe(400)
  expect((await ask('agent', 'POST', '/v1/canned-replies', { shortCode: 'hello', text })).status).toBe(409)
})

test('who looks at a conversation is told who else does', async () => {
  const id = await customer('Looked at')
  const say = async (who: string, state: string) =>
    (await ask<{ others: object[] }>(who, 'POST', `/v1/conversations/${id}/presence`, { state })).body?.others
  expect(await say('agent', 'viewing')).toEqual([])
  expect(await say('admin', 'typing')).toEqual([{ id: await idOf('agent'), name: 'agent', state: 'viewing' }])
  expect(await say('agent', 'viewing')).toMatchObject([{ name: 'admin', state: 'typing' }])
  expect(await say('admin', 'left')).toHaveLength(1)
  expect(await say('agent', 'viewing')).toEqual([])
  expect(await say('admin', 'viewing')).toHaveLength(1)
  await server.database.pool.query(`update conversation_presence set expires_at = now() - interval '1 second'`)
  expect(await say('admin', 'viewing')).toEqual([])
})

test('where two people turn out to be one, labels, assignee and what is open stay', async () => {
  const [survivor, merged] = [await customer('Same', 5), await customer('Same', 9)]
  const label = (await ask<Label>('agent', 'POST', '/v1/labels', { name: 'VIP' })).body
  await change(merged, { addLabelIds: [label?.id], assigneeId: 'me' })
  await ask('agent', 'POST', `/v1/conversations/${merged}/notes`, { text: 'before' })
  await change(survivor, { status: 'resolved' })
  await server.database.pool.query(`update conversations set merged_into = $2 where id = $1`, [merged, survivor])
  expect(await get(merged)).toMatchObject({
    id: survivor,
    ...{ status: 'open', labels: [label], assignee: { name: 'agent' } },
  })
  const { items } = await read<{ items: Note[] }>('agent', `/v1/conversations/${survivor}/notes`)
  expect(items.map(({ text }) => text)).toEqual(['before'])
  const noteUrl = `/v1/conversations/${survivor}/notes/${items[0]?.id}`
  expect((await ask<Note>('agent', 'PATCH', noteUrl, { text: 'after' })).body).toMatchObject({ text: 'after' })
})
