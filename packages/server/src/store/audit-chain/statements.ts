import type { NewAuditRow } from './append-rows.ts'

/*
 * Rows by which the audit says what was done to itself. Verification holds what is missing or erased against them, so nobody
 * lets rows go or takes their details away without a row in the chain that says so.
 */

export const selfInterface = 'audit'

/** Rows up to one were let go for their age. */
export const letGoAction = 'let-go'

export function letGoTarget(seq: number, hash: Buffer): string {
  return `rows through ${seq}, ${hash.toString('hex')}`
}

/** Details of rows were erased with the person whom they named. */
export const erasedAction = 'erase-details'

export function erasedTarget(rows: number): string {
  return `details of ${rows} rows`
}

/** The database was filled from a backup: the chain goes on from there. */
export const restoreAction = 'restore'

/** How many rows a statement speaks of; null where it is none. */
export function statedErasures(row: { readonly action: string; readonly interface: string; readonly target: string }) {
  if (row.action !== erasedAction || row.interface !== selfInterface) return null
  const count = /^details of (\d+) rows$/.exec(row.target)?.[1]
  return count === undefined ? null : Number(count)
}

export interface Statement {
  readonly workspaceId: string | null
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly subject?: string | null
}

/** A statement as a row: all of it is hashed, nothing of it can be erased. */
export function statementRow({ workspaceId, actor, action, target, subject = null }: Statement): NewAuditRow {
  return {
    ...{ workspaceId, actorKind: 'system', actor, interface: selfInterface, action, target, subject, outcome: 'ok' },
    ...{ clientName: null, clientVersion: null, targets: null, label: null, arguments: null, status: null },
    ...{ address: null, requestId: null, approvalId: null },
  }
}
