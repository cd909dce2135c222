import { createExchange, type ExchangeOptions } from '../exchange.ts'
import type { Transport } from '../transport.ts'
import { TransportError } from '../transport-error.ts'
import { graphBlockList } from './send/block-users.ts'
import { cloudApiCapabilities } from './send/capabilities.ts'
import { checkCredentials } from './send/check-credentials.ts'
import { downloadMedia } from './send/download-media.ts'
import { explainError } from './send/errors/explain.ts'
import { findSent } from './send/find-sent.ts'
import { createGraph } from './send/graph.ts'
import { readBusinessProfile, readNumber } from './send/read-profile.ts'
import { markRead, sendMessage } from './send/send-message.ts'
import { readSubscriptions, subscribeWebhooks } from './send/subscribe-webhooks.ts'
import { graphTemplates } from './send/templates.ts'
import { uploadMedia } from './send/upload-media.ts'

export interface CloudApiOptions extends ExchangeOptions {
  /** Unless the account's `settings.baseUrl` says otherwise. Default https://graph.facebook.com */
  readonly baseUrl?: string
  /** Unless the account's `settings.apiVersion` says otherwise. Default v26.0 */
  readonly apiVersion?: string
}

/**
 * WhatsApp by Meta's Cloud API. An account's `externalId` is its phone number id; its secret is `accessToken`; its settings
 * may be `baseUrl` and `apiVersion`. Disposing closes the connections.
 */
export function cloudApiTransport(options: CloudApiOptions = {}): Transport & AsyncDisposable {
  const { baseUrl = 'https://graph.facebook.com', apiVersion = 'v26.0' } = options
  const exchange = createExchange(options)
  const graph = createGraph(exchange, { baseUrl, apiVersion })
  return {
    name: 'cloud-api',
    capabilities: cloudApiCapabilities,
    send: (account, message, signal) => sendMessage(graph, account, message, signal),
    markRead: (account, wamid, { typing }) => markRead(graph, account, wamid, typing),
    uploadMedia: (account, upload) => uploadMedia(graph, account, upload),
    downloadMedia: (account, media, signal) => downloadMedia(graph, account, media, signal),
    findSent: (account, callbackData) => findSent(graph, account, callbackData),
    async health(account) {
      try {
        const { status, qualityRating } = await readNumber(graph, account)
        const detail = [status, qualityRating && `quality ${qualityRating}`].filter(Boolean).join(', ')
        return { ok: true, detail: detail || 'Meta knows the number' }
      } catch (error) {
        if (error instanceof TransportError) return { ok: false, detail: error.sentence }
        throw error
      }
    },
    checkCredentials: (account) => checkCredentials(graph, account),
    subscribeWebhooks: (account, target) => subscribeWebhooks(graph, account, target),
    readSubscriptions: (account) => readSubscriptions(graph, account),
    explainError,
    templates: graphTemplates(graph),
    blockList: graphBlockList(graph),
    readNumber: (account) => readNumber(graph, account),
    readBusinessProfile: (account) => readBusinessProfile(graph, account),
    [Symbol.asyncDispose]: () => exchange[Symbol.asyncDispose](),
  }
}
