import { AccountSubscription, AccountWebhook, SubscribeAccount } from '@switchboard/contract'
import { readSubscription, subscribeAccount } from '../../../accounts/subscribe-account.ts'
import { getAccountWebhook } from '../../../store/queries/get-account-webhook.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'
import { AccountParams, type AccountRoutes } from './account-routes.ts'

const tags = ['accounts']
const pathOf: Readonly<Partial<Record<string, string>>> = {
  'cloud-api': '/webhooks/whatsapp',
  twilio: '/webhooks/twilio',
}

type Needs = Pick<AccountRoutes, 'services' | 'publicAddress'>

/** `GET /v1/accounts/:id/webhook`: where its webhooks come to, and when they last did. */
export function registerAccountWebhook(app: App, { services, publicAddress }: Needs): void {
  app.get(
    '/v1/accounts/:id/webhook',
    {
      schema: {
        summary: "Where an account's webhooks come to",
        description:
          'The address to give to the provider, when it asked whether this is the right server, and when it last told something.',
        tags,
        params: AccountParams,
        response: { 200: AccountWebhook },
      },
    },
    async (request): Promise<AccountWebhook> => {
      const { id } = request.params
      const found = await getAccountWebhook(services.db, principalOf(request).workspaceId, id)
      const path = found && (pathOf[found.transport] ?? '')
      if (!found || path === null)
        throw new Refusal('account-not-found', { detail: `There is no account ${id} in this workspace.` })
      const base = path === '' ? undefined : publicAddress.base()
      return {
        path,
        callbackUrl: base === undefined ? null : base + path,
        reachedBy: path === '' ? null : publicAddress.reachedBy(),
        verifyToken: found.transport !== 'cloud-api' ? 'none' : found.hasVerifyToken ? 'account' : 'environment',
        verifiedAt: found.verifiedAt?.toISOString() ?? null,
        lastWebhookAt: found.lastWebhookAt?.toISOString() ?? null,
      }
    },
  )
}

/** `GET|POST /v1/accounts/:id/subscription`: which apps of the provider get its webhooks. */
export function registerAccountSubscription(app: App, { services, publicAddress }: Needs): void {
  const path = '/v1/accounts/:id/subscription'
  app.get(
    path,
    {
      schema: {
        summary: "Who gets an account's webhooks",
        description: 'Asked of the provider now: the apps that are subscribed to the WhatsApp business account.',
        tags,
        params: AccountParams,
        response: { 200: AccountSubscription },
      },
    },
    async (request) => readSubscription(services, principalOf(request).workspaceId, request.params.id),
  )
  app.post(
    path,
    {
      schema: {
        summary: "Ask for an account's webhooks",
        description:
          'Subscribes the app that the token is of to the WhatsApp business account. `here`: its messages come straight to this server, whatever address the app has; the provider asks that address at once.',
        tags,
        params: AccountParams,
        body: SubscribeAccount.nullish(),
        response: { 200: AccountSubscription },
      },
    },
    async (request) => {
      const base = publicAddress.base()
      const here = request.body?.here === true
      if (here && base === undefined) {
        const detail =
          'Nobody outside of this machine reaches the server. Start a tunnel (switchboard tunnel), or set PUBLIC_BASE_URL.'
        throw new Refusal('conflict', { detail })
      }
      const callbackUrl = here ? `${base}/webhooks/whatsapp` : undefined
      return subscribeAccount(services, principalOf(request).workspaceId, request.params.id, callbackUrl)
    },
  )
}
