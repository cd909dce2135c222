import { AccountId, type ConnectedAccount, CreateAccount, Timestamp, type WorkspaceId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Refusal } from '../../problem.ts'
import { principalOf } from '../../require-scope.ts'

/** A provider as the design's table has it: its config without what is secret. */
export const Provider = z.object({
  id: AccountId,
  workspaceId: z.string(),
  type: z.string(),
  config: z.record(z.string(), z.unknown()),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})

/** The design knows WhatsAppMCP and Test; the others are what one connects here in place of WhatsAppMCP. */
const transportOf: Readonly<Partial<Record<string, CreateAccount['transport']>>> = {
  Test: 'test',
  CloudApi: 'cloud-api',
  Twilio: 'twilio',
}

/** The workspace of the credential. @throws {Refusal} forbidden where the request names another one */
export function workspaceOf(request: FastifyRequest, named: string | undefined): WorkspaceId {
  const { workspaceId } = principalOf(request)
  if (named === undefined || named === workspaceId) return workspaceId
  throw new Refusal('forbidden', {
    detail: `This credential is of the workspace ${workspaceId}. Name that as workspaceId, or leave it out.`,
  })
}

/**
 * What an account is connected with, by a provider's type and config.
 * @throws {Refusal} provider-type-not-supported; invalid-request with the place in `config`
 */
export function readProvider(
  type: string,
  config: Readonly<Record<string, unknown>>,
  workspaceId: string,
): CreateAccount {
  const transport = transportOf[type]
  if (transport === undefined) throw unsupported(type)
  // One for each workspace, as the design has one provider of a type.
  const number = transport === 'test' ? { externalId: `test:${workspaceId}` } : {}
  const read = CreateAccount.safeParse({ ...number, ...config, transport })
  if (read.success) return read.data
  const errors = read.error.issues.map(({ path, message }) => ({
    path: ['body', 'config', ...path].map(String).join('.'),
    message,
  }))
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  throw new Refusal('invalid-request', { detail, errors })
}

function unsupported(type: string): Refusal {
  const instead =
    'Connect the number itself: type "CloudApi" (config: phoneNumberId, accessToken, businessAccountId, appSecret, verifyToken) or "Twilio" (sender, accountSid, authToken); or "Test", which reaches nobody.'
  const why =
    type === 'WhatsAppMCP'
      ? 'This version reaches no WhatsApp by way of an MCP server, so nothing was saved.'
      : 'There is no provider type of that name.'
  return new Refusal('provider-type-not-supported', { detail: `${why} ${instead}` })
}

export function toProvider(account: ConnectedAccount, workspaceId: string): z.infer<typeof Provider> {
  const { transport, externalId, businessAccountId, displayPhoneNumber, name, details, settings, secrets } = account
  const type = Object.keys(transportOf).find((known) => transportOf[known] === transport) ?? transport
  const numbers = { externalId, businessAccountId, displayPhoneNumber }
  return {
    id: account.id,
    workspaceId,
    type,
    config: { ...numbers, name, ...details, settings, secretsSet: secrets.map((secret) => secret.name) },
    createdAt: account.createdAt,
    updatedAt: account.updatedAt,
  }
}
