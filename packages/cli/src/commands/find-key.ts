import type { WorkspaceId } from '@switchboard/contract'
import type { KeyRow } from '@switchboard/server'
import { CommandError } from '../report-failure.ts'
import type { withStore } from '../with-store.ts'

type Store = Parameters<Parameters<typeof withStore>[1]>[0]

/** By its id, the key itself or its first characters. @throws {CommandError} where it is none, or several */
export async function findOneKey({ db }: Store, workspaceId: WorkspaceId, which: string): Promise<KeyRow> {
  const { listKeys } = await import('@switchboard/server')
  const found = (await listKeys(db, workspaceId)).filter(({ id, prefix }) => id === which || which.startsWith(prefix))
  const [one, ...others] = found
  if (one && others.length === 0) return one
  throw new CommandError(`No single key is "${which.slice(0, 14)}". Take the id that this shows: switchboard key list`)
}
