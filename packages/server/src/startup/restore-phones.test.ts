import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import { createTestDatabase, type TestDatabase } from '../testing/index.ts'
import { createSeed } from '../testing/seed-conversation.ts'
import { restorePhones } from './restore-phones.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

test('a started simulator has the phones of who talks with its number, under their names, and of nobody else', async () => {
  const seed = createSeed(database.pool)
  const workspace = await seed.workspace()
  const [simulated, real] = [await seed.account(workspace, '4711'), await seed.account(workspace, '4712')]
  const people = [
    { name: 'Ana Pérez', phone: '+447700900111', account: simulated, at: 2_000 },
    { name: 'Bo Lund', phone: '+447700900222', account: simulated, at: 1_000 },
    { name: 'Cleo Wren', phone: '+447700900333', account: real, at: 3_000 },
  ]
  for (const { account, at, ...person } of people) {
    const conversation = await seed.conversation(workspace, account, await seed.contact(workspace, person))
    await seed.message(conversation, { at, text: 'Hello' })
  }
  const phoneNumberId = '4711'
  await using phones = await startSimulator({
    appSecret: 'a secret',
    phoneNumbers: [{ id: phoneNumberId, displayPhoneNumber: '+1 555-010-0100', businessAccountId: '4700' }],
  })
  await restorePhones(database.pool, workspace, { phones, phoneNumberId })
  expect(phones.phones().map((phone) => [phone.waId, phone.owner().name])).toEqual([
    ['447700900222', 'Bo Lund'],
    ['447700900111', 'Ana Pérez'],
  ])
})
