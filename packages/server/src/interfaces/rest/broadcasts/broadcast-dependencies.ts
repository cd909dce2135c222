import type { BroadcastDetail } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { toBroadcast } from '../../../broadcasts/broadcast-row.ts'
import { countDeliveries } from '../../../broadcasts/count-deliveries.ts'
import { findBroadcast } from '../../../broadcasts/find-broadcast.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

export interface BroadcastDependencies {
  readonly sending: Sending
  /** A broadcast was started or is to be checked: the runner may look at once. */
  readonly poke: () => void
}

/** One broadcast as it is now, with what became of its messages. @throws {Refusal} broadcast-not-found */
export async function detailOf({ pool }: Sending, request: FastifyRequest, id: string): Promise<BroadcastDetail> {
  const row = await findBroadcast(pool, principalOf(request).workspaceId, id)
  return { ...toBroadcast(row), deliveries: await countDeliveries(pool, row) }
}
