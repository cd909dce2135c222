import { existsSync, lstatSync, statSync } from 'node:fs'
import path from 'node:path'

/** The user that Postgres runs as; empty: ours. */
export interface Identity {
  readonly uid?: number
  readonly gid?: number
}

const nobody = 65_534

/**
 * Postgres refuses to run as root, so root drops to the owner of the cluster that is there (a person's, when they ran it
 * without root before), or to `nobody`.
 */
export function chooseIdentity(cluster: string): Identity {
  if (process.getuid?.() !== 0) return {}
  const owner = existsSync(cluster) ? lstatSync(cluster) : undefined
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: nobody, gid: nobody }
}

/** Whether that user can come to what lies in the directory, by the permission bits of all that is above it. */
export function canReach(identity: Identity, directory: string): boolean {
  const { uid, gid } = identity
  if (uid === undefined) return true
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    if (existsSync(current)) {
      const stat = statSync(current)
      const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001
      if ((stat.mode & bit) === 0) return false
    }
    if (current === path.dirname(current)) return true
  }
}
