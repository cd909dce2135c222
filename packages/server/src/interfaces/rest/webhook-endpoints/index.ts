import type { WebhookDesk } from '../../../outgoing-webhooks/desk.ts'
import type { App } from '../../app.ts'
import { registerCreateWebhookEndpoint } from './create.ts'
import { registerDeleteWebhookEndpoint } from './delete.ts'
import { registerDisableWebhookEndpoint } from './disable.ts'
import { registerEnableWebhookEndpoint } from './enable.ts'
import { registerGetWebhookEndpoint } from './get.ts'
import { registerGetWebhookDelivery } from './get-delivery.ts'
import { registerListWebhookEndpoints } from './list.ts'
import { registerListWebhookDeliveries } from './list-deliveries.ts'
import { registerReplayWebhooks } from './replay.ts'
import { registerRotateWebhookSecret } from './rotate-secret.ts'
import { registerTestWebhookEndpoint } from './test-endpoint.ts'
import { registerUpdateWebhookEndpoint } from './update.ts'

export function registerWebhookEndpoints(app: App, desk: WebhookDesk): void {
  registerListWebhookEndpoints(app, desk)
  registerCreateWebhookEndpoint(app, desk)
  registerGetWebhookEndpoint(app, desk)
  registerUpdateWebhookEndpoint(app, desk)
  registerDeleteWebhookEndpoint(app, desk)
  registerEnableWebhookEndpoint(app, desk)
  registerDisableWebhookEndpoint(app, desk)
  registerRotateWebhookSecret(app, desk)
  registerTestWebhookEndpoint(app, desk)
  registerListWebhookDeliveries(app, desk)
  registerGetWebhookDelivery(app, desk)
  registerReplayWebhooks(app, desk)
}
