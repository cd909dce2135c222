import type { WebhookEndpointId, WebhookTest, WorkspaceId } from '@switchboard/contract'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '../refusal.ts'
import type { WebhookDesk } from './desk.ts'
import { findEndpoint } from './endpoint-row.ts'
import { openSecrets, secretUnreadable } from './open-secrets.ts'
import { postWebhook } from './post-webhook.ts'

/** Sends a sample event now, signed as real ones are, and says what came back. Nothing is written down or tried again. */
export async function sendTest(
  desk: WebhookDesk,
  workspaceId: WorkspaceId,
  id: WebhookEndpointId,
): Promise<WebhookTest> {
  const row = await findEndpoint(desk.pool, workspaceId, id)
  const webhookId = uuidv7()
  const timestamp = new Date().toISOString()
  const event = {
    seq: 0,
    type: 'webhook.test',
    occurredAt: timestamp,
    recordedAt: timestamp,
    accountId: null,
    contactId: null,
    conversationId: null,
    messageId: null,
    data: { endpointId: id },
  }
  const { secrets, failure } = openSecrets(desk.box, row)
  if (!secrets) throw new Refusal('conflict', { detail: secretUnreadable, cause: failure })
  const body = JSON.stringify({ type: 'webhook.test', timestamp, data: { event } })
  const { attempt, delivered, excerpt } = await postWebhook(desk.client, { url: row.url, webhookId, body, secrets })
  return { webhookId, delivered, attempt, responseExcerpt: excerpt }
}
