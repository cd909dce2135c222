import { userInfo } from 'node:os'
import type { AuditEntry, Store } from '@switchboard/server'

export type AuditedCommand = Pick<AuditEntry, 'action' | 'subject' | 'targets' | 'arguments'> & {
  /** As it was typed, without what stands for others: `key create`. */
  readonly command: string
}

/** Writes into the audit what a command did, by whose account of this machine. */
export async function auditCommand({ db, pool }: Store, { command, ...entry }: AuditedCommand): Promise<void> {
  const { createAuditWriter, ensureDefaultWorkspace, version } = await import('@switchboard/server')
  const audit = createAuditWriter({ pool })
  try {
    await audit.record({
      ...entry,
      workspaceId: await ensureDefaultWorkspace(db),
      ...{ actorKind: 'cli', actor: accountName(), interface: 'cli', outcome: 'ok' },
      client: { name: 'switchboard', version },
      target: `switchboard ${command}`,
    })
  } finally {
    await audit.close()
  }
}

function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // A container's user may have a number only.
    return 'cli'
  }
}
