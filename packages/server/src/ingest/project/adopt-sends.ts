import { type Adoption, adoptWamids, PlaceholderInTheWay, sendIdOf } from '../../store/sends/adopt-wamids.ts'
import type { BatchContext, ResolvedItem } from './batch-context.ts'
import { MergeNeeded } from './batch-errors.ts'

/**
 * A receipt that carries the token of one of our sends proves that the provider has it, whatever we knew: the answer was lost, or
 * is still on its way. The message gets its name here, so that the receipt finds it.
 *
 * @throws MergeNeeded where an earlier receipt without the token made a row that has to be joined.
 */
export async function adoptSends(
  { client, events }: BatchContext,
  items: readonly ResolvedItem[],
  exclusive: boolean,
): Promise<void> {
  const adoptions = new Map<string, Adoption>()
  for (const { item, accountId } of items) {
    const sendId = item.kind === 'status' ? sendIdOf(item.callbackData) : null
    if (item.kind !== 'status' || sendId === null || accountId === null) continue
    const before = adoptions.get(sendId)
    // Of two names the lesser one, so that every order gives the same; there are two only if it was sent twice.
    if (before && before.wamid < item.wamid) continue
    const at = before?.wamid === item.wamid ? Math.min(before.at, item.at) : item.at
    adoptions.set(sendId, { sendId, accountId, wamid: item.wamid, at })
  }
  try {
    for (const adopted of await adoptWamids(client, [...adoptions.values()], { exclusive, by: 'receipt' })) {
      const { sendId, wamid, previousState, attempts, ...place } = adopted
      events.push({
        ...place,
        type: 'message.accepted',
        occurredAt: adoptions.get(sendId)?.at ?? Date.now(),
        data: { sendId, wamid, attempts, by: 'receipt', from: previousState },
      })
    }
  } catch (error) {
    if (error instanceof PlaceholderInTheWay) throw new MergeNeeded(error.message)
    throw error
  }
}
