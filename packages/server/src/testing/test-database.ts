import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type DatabaseHandle, openDatabase } from '../store/database.ts'

export const templateDatabase = 'switchboard_template'

export interface TestDatabase extends DatabaseHandle {
  readonly connectionString: string
}

/** A migrated database of the caller's own; dropped when disposed. Fails if the test left a connection open. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = inject('postgres')
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(url, `create database ${name} template ${templateDatabase}`)
  const connectionString = url.replace('DATABASE', name)
  const handle = openDatabase({ connectionString })
  return {
    ...handle,
    connectionString,
    async [Symbol.asyncDispose]() {
      await handle[Symbol.asyncDispose]()
      await administer(url, `drop database ${name}`)
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url.replace('DATABASE', 'postgres'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
