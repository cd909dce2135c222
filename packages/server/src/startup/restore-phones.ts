import type { WorkspaceId } from '@switchboard/contract'
import type { Simulator } from '../simulator/simulator.ts'
import type { Queryable } from '../store/database.ts'
import { listKnownPhones } from '../store/queries/list-known-phones.ts'

/** So many phones are made at most; what they were used for is forgotten all the same. */
const mostRestored = 1_000

/**
 * Makes the phones anew of those who talk with the simulated number, under the names that they had: a phone says its owner's name with
 * each message, so one made without it would rename somebody.
 */
export async function restorePhones(
  db: Queryable,
  workspaceId: WorkspaceId,
  { phones, phoneNumberId }: { readonly phones: Pick<Simulator, 'phone'>; readonly phoneNumberId: string },
): Promise<void> {
  const known = await listKnownPhones(db, workspaceId, phoneNumberId, mostRestored)
  // The newest last: who became known last stands first in the list of phones.
  for (const { waId, name } of known.toReversed()) phones.phone(waId).change({ name })
}
