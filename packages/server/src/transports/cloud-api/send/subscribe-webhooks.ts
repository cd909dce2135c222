import type { WebhookSubscription, WebhookTarget } from '../../credential-check.ts'
import type { TransportAccount } from '../../transport.ts'
import { objectAt, wordAt } from '../webhook/json-fields.ts'
import type { Graph } from './graph.ts'
import { businessAccountOf } from './graph-account.ts'
import { elementsOf } from './pages.ts'

/**
 * `POST /{waba-id}/subscribed_apps`. With a target Meta asks that address at once, and refuses where it is not answered.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override/
 */
export async function subscribeWebhooks(
  graph: Graph,
  account: TransportAccount,
  target: WebhookTarget | undefined,
): Promise<void> {
  const path = [businessAccountOf(account), 'subscribed_apps']
  const json = target && { override_callback_uri: target.callbackUrl, verify_token: target.verifyToken }
  await graph.ask(account, { method: 'POST', path, json: json ?? {}, private: target ? [target.verifyToken] : [] })
}

/** `GET /{waba-id}/subscribed_apps`. */
export async function readSubscriptions(graph: Graph, account: TransportAccount): Promise<WebhookSubscription[]> {
  const found: WebhookSubscription[] = []
  for await (const each of elementsOf(graph, account, { path: [businessAccountOf(account), 'subscribed_apps'] })) {
    const app = objectAt(each, 'whatsapp_business_api_data') ?? each
    found.push({ id: wordAt(app, 'id'), name: wordAt(app, 'name'), callbackUrl: wordAt(each, 'override_callback_uri') })
  }
  return found
}
