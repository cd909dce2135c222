import type { BlockList, BlockRefusal } from '../../block-list.ts'
import type { Recipient, TransportAccount } from '../../transport.ts'
import { isObject, type JsonObject, listAt, objectAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { addressOf } from './message/address.ts'
import { elementsOf } from './pages.ts'

/** `GET|POST|DELETE /{phone-number-id}/block_users`. Only people who wrote within 24 hours can be blocked. */
export function graphBlockList(graph: Graph): BlockList {
  const change = async (account: TransportAccount, method: 'POST' | 'DELETE', people: readonly Recipient[]) => {
    const block_users = people.map((person) => userOf(person))
    const answer = await graph.ask(account, {
      method,
      path: [account.externalId, 'block_users'],
      json: { messaging_product: 'whatsapp', block_users },
      // Where one of them fails Meta answers 400 with code 139100, and who and why stands beside the error.
      saysWhatWasDone: (json) => failedIn(json).length > 0,
    })
    return refusalsOf(answer)
  }
  return {
    async *list(account) {
      for await (const user of elementsOf(graph, account, { path: [account.externalId, 'block_users'] })) {
        const waId = wordAt(user, 'wa_id')
        if (waId !== undefined) yield { waId }
      }
    },
    block: (account, people) => change(account, 'POST', people),
    unblock: (account, people) => change(account, 'DELETE', people),
  }
}

function userOf(person: Recipient): JsonObject {
  const { to, recipient } = addressOf(person)
  return to === undefined ? { user_id: recipient } : { user: `+${String(to)}` }
}

function refusalsOf(answer: JsonObject): BlockRefusal[] {
  return failedIn(answer).map((user) => {
    const [error] = listAt(user, 'errors').filter(isObject)
    const details = error && wordAt(objectAt(error, 'error_data') ?? {}, 'details')
    return {
      input: wordAt(user, 'input') ?? '',
      reason: details ?? (error && wordAt(error, 'message')) ?? 'Meta gives no reason',
    }
  })
}

function failedIn(answer: JsonObject): JsonObject[] {
  return listAt(objectAt(answer, 'block_users') ?? {}, 'failed_users').filter(isObject)
}
