import type { BlockedPeople, BlockList, WorkspaceId } from '@switchboard/contract'
import { parseTarget, regionOfPhone } from '../outbox/parse-recipient.ts'
import { SendRefusal } from '../outbox/send-refusal.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import type { BlockList as ProviderBlockList } from '../transports/block-list.ts'
import type { Recipient } from '../transports/transport.ts'
import { inWords, openAccount } from './ask-provider.ts'
import type { AccountServices } from './check-account.ts'

/** So many of the list are given; the provider has it by pages. */
const mostListed = 1_000

/** Who may not write to the account. @throws {Refusal} account-not-found, account-cannot, provider-refused */
export async function listBlocked(services: AccountServices, workspaceId: WorkspaceId, id: string): Promise<BlockList> {
  const { blockList, account } = await openBlockList(services, workspaceId, id)
  return inWords(async () => {
    const items: { waId: string }[] = []
    for await (const { waId } of blockList.list(account)) {
      if (items.length === mostListed) return { items, complete: false }
      items.push({ waId })
    }
    return { items, complete: true }
  })
}

/**
 * Blocks or unblocks people at the provider; each is done or refused by itself.
 * @throws {Refusal} account-not-found, account-cannot, provider-refused
 */
export async function changeBlocked(
  services: AccountServices,
  workspaceId: WorkspaceId,
  id: string,
  { people, to }: { readonly people: readonly string[]; readonly to: 'block' | 'unblock' },
): Promise<BlockedPeople> {
  const { blockList, account } = await openBlockList(services, workspaceId, id)
  const region = await regionOf(services.db, id)
  const refused: { person: string; reason: string }[] = []
  const named: { readonly person: string; readonly recipient: Recipient }[] = []
  for (const person of new Set(people)) {
    const found = await recipientOf(services.db, workspaceId, person, region)
    if (typeof found === 'string') refused.push({ person, reason: found })
    else named.push({ person, recipient: found })
  }
  if (named.length > 0) {
    const recipients = named.map(({ recipient }) => recipient)
    const failures = await inWords(() => blockList[to](account, recipients))
    for (const { input, reason } of failures) {
      const whom = named.find(({ recipient }) => names(recipient).has(bare(input)))
      refused.push({ person: whom?.person ?? input, reason })
    }
  }
  const not = new Set(refused.map(({ person }) => person))
  return { done: named.flatMap(({ person }) => (not.has(person) ? [] : person)), refused }
}

async function openBlockList(services: AccountServices, workspaceId: WorkspaceId, id: string) {
  const { transport, account } = await openAccount(services, workspaceId, id)
  const blockList: ProviderBlockList | undefined = transport.blockList
  if (blockList) return { blockList, account }
  throw new Refusal('account-cannot', { detail: `The provider of ${transport.name} accounts blocks nobody for us.` })
}

async function regionOf(db: Queryable, id: string): Promise<string | null> {
  const { rows } = await db.query<{ default_region: string | null; display_phone_number: string | null }>(
    `select default_region, display_phone_number from accounts where id = $1`,
    [id],
  )
  return rows[0]?.default_region ?? regionOfPhone(rows[0]?.display_phone_number ?? null)
}

/** @returns why nobody can be meant by it, as a sentence. */
async function recipientOf(
  db: Queryable,
  workspaceId: WorkspaceId,
  person: string,
  region: string | null,
): Promise<Recipient | string> {
  try {
    const { kind, value } = parseTarget(person, region)
    if (kind === 'phone') return { phone: value }
    if (kind === 'bsuid') return { bsuid: value }
    if (kind === 'contact' || kind === 'either') return await contactOf(db, workspaceId, value)
    return 'Only a phone number, a user id or a contact can be blocked.'
  } catch (error) {
    if (error instanceof SendRefusal) return error.message
    throw error
  }
}

async function contactOf(db: Queryable, workspaceId: WorkspaceId, id: string): Promise<Recipient | string> {
  const { rows } = await db.query<{ kind: string; value: string }>(
    `with recursive chain as (
       select id, merged_into from contacts where id = $2 and workspace_id = $1
       union select next.id, next.merged_into from chain join contacts next on next.id = chain.merged_into
     ) select i.kind, i.value from chain join identities i on i.contact_id = chain.id
     where chain.merged_into is null and i.kind in ('phone', 'wa_id', 'bsuid') order by i.first_seen_at desc limit 20`,
    [workspaceId, id],
  )
  const latest = (kind: string) => rows.find((row) => row.kind === kind)?.value
  const recipient = { phone: latest('phone'), waId: latest('wa_id'), bsuid: latest('bsuid') }
  return rows.length > 0 ? recipient : 'There is no such contact, or nothing is known by which it can be blocked.'
}

/** Under what the provider may name the person again. */
function names({ phone, waId, bsuid }: Recipient): ReadonlySet<string> {
  return new Set([phone, waId, bsuid].flatMap((name) => (name === undefined ? [] : bare(name))))
}

function bare(name: string): string {
  return name.replace(/^\+/, '')
}
