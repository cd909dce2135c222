import type { Account } from '@switchboard/contract'
import { z } from 'zod'
import { findConnections } from '../../../accounts/find-connections.ts'
import { countSendAllowlist } from '../../../store/queries/count-send-allowlist.ts'
import { listAccounts } from '../../../store/queries/list-accounts.ts'
import type { Capabilities, MediaKind } from '../../../transports/transport.ts'
import { callerOf } from '../../sending.ts'
import { foreign, Own, type View } from '../boundary/foreign.ts'
import { readTool, single } from './tool.ts'

const usualRate = 80
const coexistenceRate = 20
/** More numbers than these are counted, not shown: list_accounts has them. */
const mostAccounts = 20

export const getWhatsappSettingsTool = readTool({
  name: 'get_whatsapp_settings',
  title: 'Get the WhatsApp settings',
  description:
    'What can be sent and how: the numbers with their state, what each can carry and how fast, whether your messages wait for ' +
    'approval, and the 24-hour rule. No secrets.',
  toolset: 'send',
  input: z.strictObject({}),
  output: z.object({
    you: z.object({
      maySend: z.boolean(),
      policy: z
        .enum(['allow', 'approve', 'block'])
        .describe('allow: what you send goes. approve: a person approves each message. block: nothing goes'),
    }),
    serviceWindow: z.string(),
    allowedRecipients: z.int().nullable().describe('Only so many people may be written to; null: everybody'),
    accounts: z.array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        displayPhoneNumber: z.string().optional(),
        transport: z.string(),
        state: z.string(),
        isDefault: z.boolean(),
        lacks: z.string().optional().describe('What it cannot send without'),
        messagesPerSecond: z.number(),
        toOnePerson: z.string(),
        policy: z.string().describe('approve: whatever is sent from it waits for a person'),
        allowedRecipients: z.int().nullable(),
        can: z
          .object({
            send: z.array(z.string()),
            templates: z.boolean(),
            quotes: z.boolean(),
            markRead: z.boolean(),
            typing: z.boolean(),
            groups: z.boolean(),
            serviceWindowHours: z.number().nullable(),
            textLimit: z.int(),
            captionLimit: z.int(),
            mediaMegabytes: z.record(z.string(), z.number()),
          })
          .optional(),
      }),
    ),
    moreAccounts: z.int().optional(),
  }),
  async handle(_args, { db, principal, sending }) {
    const { workspaceId } = principal
    const accounts = await listAccounts(db, workspaceId)
    const allowedRecipients = await countSendAllowlist(sending.pool, workspaceId)
    const connections = await findConnections(sending.pool, workspaceId)
    const lackOf = ({ id }: Account): string | null => {
      const access = connections.get(id)
      return (access && sending.rules.lackOf?.(access)) ?? null
    }
    const { maySend, policy } = callerOf(principal, true)
    return single(() => ({
      you: { maySend, policy: policy ?? 'approve' },
      serviceWindow: new Own(serviceWindow),
      allowedRecipients,
      accounts: accounts
        .slice(0, mostAccounts)
        .map((account) => accountView(account, lackOf(account), sending.rules.capabilitiesOf(account.transport))),
      moreAccounts: accounts.length > mostAccounts ? accounts.length - mostAccounts : undefined,
    }))
  },
})

const serviceWindow =
  'Free texts and files reach a customer only within 24 hours of their last message to that number; at any other time only an ' +
  'approved template does (send_template). `windowClosesAt` of a conversation says until when.'

function accountView(account: Account, lack: string | null, can: Capabilities | undefined): View {
  const { settings } = account
  return {
    id: account.id,
    name: foreign(account.name, 'provider'),
    displayPhoneNumber: account.displayPhoneNumber?.replace(/[^+\d]/g, ''),
    transport: account.transport,
    state: account.state,
    isDefault: account.isDefault,
    lacks: lack === null ? undefined : new Own(lack),
    messagesPerSecond: settings.messagesPerSecond ?? (settings.coexistence ? coexistenceRate : usualRate),
    toOnePerson: new Own(`${settings.pairBurst} at once, then one in ${settings.pairSeconds} seconds`),
    policy: settings.sendPolicy,
    allowedRecipients: settings.allow?.length ?? null,
    can: can && capabilitiesView(can),
  }
}

function capabilitiesView(can: Capabilities): View {
  const { serviceWindowMilliseconds: window } = can
  const media = Object.entries(can.media) as [MediaKind, { maxBytes: number }][] // a closed record
  return {
    send: [...can.contentTypes],
    templates: can.templates,
    quotes: can.quotes,
    markRead: can.markRead,
    typing: can.typing,
    groups: can.groups,
    serviceWindowHours: window === null ? null : window / 3_600_000,
    textLimit: can.textLimit,
    captionLimit: can.captionLimit,
    mediaMegabytes: Object.fromEntries(
      media
        .filter(([, { maxBytes }]) => maxBytes > 0)
        .map(([kind, { maxBytes }]) => [kind, Math.round(maxBytes / 1e5) / 10]),
    ),
  }
}
