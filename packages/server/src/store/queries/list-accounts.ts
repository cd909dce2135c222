import type { Account, AccountId, WorkspaceId } from '@switchboard/contract'
import { type Selectable, sql } from 'kysely'
import type { Database } from '../database.ts'
import type { AccountsTable } from '../schema/accounts.ts'
import { spacedPhone } from './spaced-phone.ts'

interface AccountRow extends Selectable<Omit<AccountsTable, 'workspace_id' | 'secrets' | 'settings'>> {
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: readonly { readonly name: string; readonly setAt: string }[] | null
  readonly facts: NonNullable<Account['facts']> | null
}

/** So many facts of one account at most: templates can be thousands, and this is a list. */
const mostFacts = 50

/**
 * The workspace's accounts, the default one first, each with the latest that the provider said of each subject (quality,
 * name, limits, templates of its business account), newest first. Not paged: a workspace has tens at most.
 */
export async function listAccounts(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly accountId?: AccountId | undefined } = {},
): Promise<Account[]> {
  const { rows } = await sql<AccountRow>`
    select a.id, a.transport, a.external_id, a.business_account_id, a.display_phone_number, a.name, a.is_default,
      a.discovered, a.state, a.default_region, a.coexistence, a.send_rate, a.pair_burst, a.pair_seconds, a.send_policy,
      a.send_allowlist, a.settings, a.created_at, a.updated_at, facts.facts,
      (select json_agg(json_build_object('name', key, 'setAt', value->>'setAt') order by key)
        from jsonb_each(a.secrets)) as secrets
    from accounts a left join lateral (
      select json_agg(json_build_object('field', f.field, 'subject', f.subject, 'value', f.value, 'at', f.at)
          order by f.at desc, f.field, f.subject) as facts
      from (select latest.* from (
          select distinct on (field, subject) field, subject, value, at from account_facts
          where workspace_id = a.workspace_id and known
            and (account_id = a.id or (account_id is null and business_account_id = a.business_account_id))
          order by field, subject, at desc, fingerprint) latest
        order by at desc limit ${mostFacts}) f) facts on true
    where a.workspace_id = ${workspaceId} and a.id = coalesce(${args.accountId ?? null}::uuid, a.id)
    order by a.is_default desc, a.created_at, a.id`.execute(db)
  return rows.map(toAccount)
}

/** One account. Null: this workspace has no such account. */
export async function getAccount(
  db: Database,
  workspaceId: WorkspaceId,
  args: { readonly accountId: AccountId },
): Promise<Account | null> {
  return (await listAccounts(db, workspaceId, args))[0] ?? null
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    transport: row.transport,
    externalId: row.external_id,
    businessAccountId: row.business_account_id,
    displayPhoneNumber: row.display_phone_number,
    phone: spacedPhone(row.display_phone_number),
    name: row.name,
    isDefault: row.is_default,
    discovered: row.discovered,
    state: row.state,
    settings: {
      defaultRegion: row.default_region,
      messagesPerSecond: row.send_rate,
      coexistence: row.coexistence,
      pairBurst: row.pair_burst,
      pairSeconds: row.pair_seconds,
      sendPolicy: row.send_policy ?? 'allow',
      allow: row.send_allowlist,
    },
    details: row.settings,
    secrets: [...(row.secrets ?? [])],
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    facts: (row.facts ?? []).map((fact) => ({ ...fact, at: new Date(fact.at).toISOString() })),
  }
}
