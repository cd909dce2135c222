import { renameSync } from 'node:fs'
import path from 'node:path'
import { appendAuditRows, prepareAuditRow } from '../store/audit-chain/append-rows.ts'
import { chainOfNobody } from '../store/audit-chain/encode-row.ts'
import { restoreAction, statementRow } from '../store/audit-chain/statements.ts'
import { openDatabase } from '../store/database.ts'
import { auditHeadFile, readAuditHead, updateAuditHead } from './audit-head.ts'

export interface NoteRestoreOptions {
  readonly connectionString: string
  readonly dataDirectory: string
  readonly takenAt: string
}

/**
 * Writes into each chain that it goes on from a backup, and up to where it had come before, as far as audit-head knows: a
 * database that was set back on purpose is told apart from one that lost its last rows. The old audit-head is kept beside the new.
 *
 * @returns where the old audit-head is now; null where there was none
 */
export async function noteRestore(options: NoteRestoreOptions): Promise<string | null> {
  const { connectionString, dataDirectory, takenAt } = options
  const file = path.join(dataDirectory, auditHeadFile)
  const before = readAuditHead(file)
  const kept = `${file}.before-${new Date().toISOString().replaceAll(':', '-')}`
  if (before) renameSync(file, kept)
  await using database = openDatabase({ connectionString, applicationName: 'switchboard restore', maxConnections: 2 })
  const { rows } = await database.pool.query<{ chain: string }>('select chain from audit_chains order by chain')
  const statements = rows.map(({ chain }) => {
    const head = before?.chains.get(chain)
    const came = head
      ? `it had come to row ${head.seq}, ${head.hash.toString('hex')}`
      : 'how far it had come is not known'
    return statementRow({
      workspaceId: chain === chainOfNobody ? null : chain,
      ...{ actor: 'restore', action: restoreAction, target: `backup of ${takenAt}; ${came}` },
    })
  })
  if (statements.length > 0)
    await appendAuditRows(
      database.pool,
      statements.map((row) => prepareAuditRow(row)),
    )
  await updateAuditHead(database.pool, dataDirectory)
  return before ? kept : null
}
