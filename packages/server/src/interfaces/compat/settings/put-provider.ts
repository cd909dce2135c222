import {
  type AccountId,
  AccountId as AccountIdSchema,
  type CreateAccount,
  type WorkspaceId,
} from '@switchboard/contract'
import { z } from 'zod'
import { createAccount } from '../../../accounts/create-account.ts'
import { updateAccount } from '../../../accounts/update-account.ts'
import type { App } from '../../app.ts'
import { Refusal } from '../../problem.ts'
import { Provider, readProvider, toProvider, workspaceOf } from './provider.ts'
import type { SettingsDependencies } from './settings-dependencies.ts'

const Body = z.strictObject({
  workspaceId: z.string().optional(),
  id: AccountIdSchema.optional().meta({ description: 'Of a provider that is there; ids are given by this server' }),
  type: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
})

/** `PUT /api/settings/whatsapp-providers`: connects a number, or changes it where it is connected. */
export function registerPutProvider(app: App, dependencies: SettingsDependencies): void {
  app.put(
    '/api/settings/whatsapp-providers',
    {
      schema: {
        summary: 'Create or update a WhatsApp provider (older address)',
        description: 'As POST and PATCH /v1/accounts. Secrets in `config` are stored encrypted and never come back.',
        tags: ['compat'],
        body: Body,
        response: { 200: Provider },
      },
    },
    async (request) => {
      const { id, type, config } = request.body
      const workspaceId = workspaceOf(request, request.body.workspaceId)
      const input = readProvider(type, config, workspaceId)
      const saved = await save(dependencies, workspaceId, id, input)
      dependencies.onEvents()
      request.auditSubject = saved
      return toProvider(await dependencies.show(workspaceId, saved), workspaceId)
    },
  )
}

async function save(
  { desk, list }: SettingsDependencies,
  workspaceId: WorkspaceId,
  id: AccountId | undefined,
  input: CreateAccount,
): Promise<AccountId> {
  const form = desk.forms[input.transport]
  const {
    transport,
    [form?.numberField ?? '']: number,
    isDefault,
    ...rest
  } = input as Readonly<Record<string, unknown>>
  const externalId = form?.externalIdOf(String(number))
  const accounts = await list(workspaceId)
  const there = accounts.find((account) => account.transport === transport && account.externalId === externalId)
  if (id !== undefined && there?.id !== id)
    throw wrongId(
      id,
      there?.id,
      accounts.some((account) => account.id === id),
    )
  if (!there || there.discovered || there.state === 'disabled')
    return (await createAccount(desk, workspaceId, input)).id
  if (isDefault !== undefined) throw notHere('isDefault')
  const change = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  if (Object.keys(change).length > 0) await updateAccount(desk, workspaceId, there.id, change)
  return there.id
}

function wrongId(id: string, right: string | undefined, known: boolean): Refusal {
  if (!known)
    return new Refusal('account-not-found', { detail: `There is no provider ${id}. Leave the id out to create one.` })
  const detail =
    right === undefined
      ? `The provider ${id} is another number, which cannot be changed. Leave the id out to connect this one.`
      : `This number is the provider ${right}, not ${id}.`
  return new Refusal('conflict', { detail })
}

function notHere(field: string): Refusal {
  const message = 'use PUT /api/settings/whatsapp-providers/default for a provider that is there'
  return new Refusal('invalid-request', {
    detail: `body.config.${field}: ${message}`,
    errors: [{ path: `body.config.${field}`, message }],
  })
}
