import { z } from 'zod'
import { listAccounts } from '../../../store/queries/list-accounts.ts'
import { clip, foreign, foreignJson } from '../boundary/foreign.ts'
import { readTool, single } from './tool.ts'

/** Facts beyond these are left out: an assistant asks which numbers there are, and how they do. */
const mostFacts = 10

export const listAccountsTool = readTool({
  name: 'list_accounts',
  title: 'List accounts',
  description:
    'Lists the business’s WhatsApp numbers, the default one first, with the newest facts that WhatsApp reported of each ' +
    '(quality, limits, name).',
  input: z.strictObject({}),
  output: z.object({
    accounts: z.array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        displayPhoneNumber: z.string().optional(),
        transport: z.string(),
        externalId: z.string(),
        isDefault: z.boolean(),
        facts: z.array(
          z.object({ field: z.string(), subject: z.string().optional(), at: z.string(), value: z.string() }),
        ),
      }),
    ),
  }),
  async handle(_args, { db, principal }) {
    const accounts = await listAccounts(db, principal.workspaceId)
    return single((most) => ({
      accounts: accounts.map((account) => ({
        id: account.id,
        name: foreign(account.name, 'provider'),
        // Meta writes it with spaces and brackets.
        displayPhoneNumber: account.displayPhoneNumber?.replace(/[^+\d]/g, ''),
        transport: account.transport,
        externalId: account.externalId,
        isDefault: account.isDefault,
        facts: (account.facts ?? []).slice(0, Math.min(mostFacts, Math.ceil(most / 100))).map((fact) => ({
          field: fact.field,
          subject: foreign(fact.subject === null ? null : clip(fact.subject, 100), 'provider'),
          at: fact.at,
          value: foreignJson(fact.value, 'provider', Math.min(most, 300)),
        })),
      })),
    }))
  },
})
