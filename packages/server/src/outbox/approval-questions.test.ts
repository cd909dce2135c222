import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureDefaultWorkspace } from '../access/default-workspace.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { answerQuestion, type QuestionScope, rememberQuestion } from './approval-questions.ts'

let database: TestDatabase
let scope: QuestionScope
const approvals = [{ approvalId: '01900000-0000-7000-8000-000000000001', fingerprint: 'shown' }]

beforeAll(async () => {
  database = await createTestDatabase()
  const workspaceId = await ensureDefaultWorkspace(database.db)
  scope = { workspaceId, asked: 'key:one', sessionId: null, callFingerprint: 'call' }
})
afterAll(() => database[Symbol.asyncDispose]())

const ask = (more: Partial<QuestionScope & { soFar: unknown }> = {}, milliseconds = 60_000) =>
  rememberQuestion(database.pool, { ...scope, approvals, milliseconds, ...more })

test('the first answer counts; later ones are told what it was', async () => {
  const secret = await ask({ soFar: { written: 2 } })
  const first = await answerQuestion(database.pool, scope, secret, 'decline')
  expect(first).toEqual({ approvals, repeated: false, answer: 'decline', soFar: { written: 2 } })
  expect(await answerQuestion(database.pool, scope, secret, 'accept')).toEqual({ ...first, repeated: true })
})

test.each([
  ['another credential', { asked: 'key:two' }, 'question-not-found'],
  ['another session', { sessionId: 'other' }, 'question-not-found'],
  ['another workspace', { workspaceId: '01900000-0000-7000-8000-00000000000f' }, 'question-not-found'],
  ['other arguments', { callFingerprint: 'other' }, 'question-changed'],
])('an answer from %s is refused, and the question stays open', async (_what, more, code) => {
  const secret = await ask()
  const theirs = { ...scope, ...more } as QuestionScope // one id is made up
  await expect(answerQuestion(database.pool, theirs, secret, 'accept')).rejects.toMatchObject({ code })
  expect(await answerQuestion(database.pool, scope, secret, 'accept')).toMatchObject({ repeated: false })
})

test('an answer that comes too late is refused, and so is one to nothing', async () => {
  const late = await ask({}, -1)
  for (const secret of [late, 'made up']) {
    await expect(answerQuestion(database.pool, scope, secret, 'accept')).rejects.toMatchObject({
      code: 'question-not-found',
    })
  }
})

test('old questions go when new ones come, and no secret is kept', async () => {
  const old = await ask({}, -2 * 24 * 60 * 60_000)
  const secret = await ask()
  const { rows } = await database.pool.query('select approval_questions::text as row from approval_questions')
  const { rowCount } = await database.pool.query(
    `select 1 from approval_questions where expires_at < now() - interval '1 day'`,
  )
  expect(rowCount).toBe(0)
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${secret}|${old}`))
})
