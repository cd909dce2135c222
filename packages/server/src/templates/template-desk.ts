import type { CreateTemplate, EditTemplate, Template, TemplateId, WorkspaceId } from '@switchboard/contract'
import type pg from 'pg'
import { appendEvents, type NewEvent } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { ProviderTemplate, TemplateDirectory } from '../transports/template-directory.ts'
import type { Transport } from '../transports/transport.ts'
import type { TransportAccount } from '../transports/transport-account.ts'
import { findBusinessAccount } from './business-account.ts'
import { checkComponents, checkDraft } from './check-draft.ts'
import { cleanJson } from './json-parts.ts'
import { asRefusal, refuseDraft } from './provider-refusal.ts'
import { requestSync } from './sync-lease.ts'
import { type Business, changedEvent, writeTemplates } from './write-templates.ts'

/*
 * Templates belong to the provider: each of these asks it first, outside of any transaction, and then writes what it said.
 * Where its answer is lost, all templates are read again soon, which shows what became of it.
 */

export interface TemplateDesk {
  readonly pool: pg.Pool
  /** By name. */
  readonly transports: Readonly<Partial<Record<string, Transport>>>
  readonly accountOf: (accountId: string) => Promise<TransportAccount>
  readonly onEvents: () => void
}

interface Place extends Business {
  readonly accountId: string
  readonly directory: TemplateDirectory
}

/**
 * Hands a template in for review. @returns its id
 * @throws {Refusal} template-draft-invalid, template-exists, template-refused, template-outcome-unknown, templates-not-listed
 */
export async function createTemplate(
  desk: TemplateDesk,
  workspaceId: WorkspaceId,
  draft: CreateTemplate,
): Promise<TemplateId> {
  const { accountId, name, language, category, parameterFormat, components } = draft
  refuseDraft(checkDraft(draft))
  const place = await placeOf(desk, workspaceId, { accountId })
  if (await findId(desk.pool, place, name, language))
    throw new Refusal('template-exists', {
      detail: `The business has a template ${name} in ${language}. Edit it, or use another name.`,
    })
  const account = await accountFor(desk, place)
  const review = await place.directory
    .create(account, { name, language, category, parameterFormat, components })
    .catch((error: unknown) => refused(desk, place, error))
  const shown: ProviderTemplate = {
    ...{ id: review.id, name, language, status: review.status, category: review.category ?? category, parameterFormat },
    ...{ components, rejectedReason: undefined, quality: undefined, raw: {} },
  }
  await write(desk, async (tx) => {
    const { rows } = await tx.query<{ at: Date }>('select now() as at')
    const [row] = rows
    // The provider writes the text around a one-time code, which only reading it tells.
    if (category === 'AUTHENTICATION') await requestSync(tx, place)
    return row ? writeTemplates(tx, place, [shown], row.at) : []
  })
  const id = await findId(desk.pool, place, name, language)
  if (!id) throw new Error('the template was written a moment ago')
  return id
}

const editable = ['APPROVED', 'REJECTED', 'PAUSED']

/** Changes one, which is reviewed again. @throws {Refusal} template-not-editable, and as `createTemplate` */
export async function editTemplate(
  desk: TemplateDesk,
  workspaceId: WorkspaceId,
  template: Template,
  change: EditTemplate,
): Promise<void> {
  const { category, components } = change
  const { id, providerTemplateId, status } = template
  if (!editable.includes(status))
    throw new Refusal('template-not-editable', {
      detail: `It is ${status}; WhatsApp lets one change what is ${editable.join(', ')}.`,
    })
  if (status === 'APPROVED' && category !== undefined && category !== template.category)
    throw new Refusal('template-not-editable', {
      detail: 'The category of an approved template stays. Hand in a new one.',
    })
  // The rest stays as the provider once took it.
  const kind = { category: category ?? template.category ?? '', parameterFormat: template.parameterFormat }
  if (components) refuseDraft(checkComponents(kind, components, 'components'))
  const place = await placeOf(desk, workspaceId, { businessAccountId: template.businessAccountId })
  const { directory } = place
  if (!directory.edit || providerTemplateId === null)
    throw new Refusal('templates-not-listed', { detail: 'The provider of this template does not let one change it.' })
  const account = await accountFor(desk, place)
  await directory
    .edit(account, providerTemplateId, { category, components })
    .catch((error: unknown) => refused(desk, place, error))
  await write(desk, async (tx) => {
    await requestSync(tx, place)
    const { rows } = await tx.query<ReturnedRow>(
      `update templates set status = 'PENDING', rejected_reason = null, category = coalesce($2, category),
         components = coalesce($3::jsonb, components), status_at = date_trunc('second', now()), heard_at = clock_timestamp(),
         updated_at = now() where id = $1 returning id, name, language, status, category`,
      [id, category ?? null, components === undefined ? null : JSON.stringify(cleanJson(components))],
    )
    return rows.map((row) => changedEvent(workspaceId, row, 'changed'))
  })
}

/** Takes one away, in its language only. @throws {Refusal} as `createTemplate` */
export async function deleteTemplate(desk: TemplateDesk, workspaceId: WorkspaceId, template: Template): Promise<void> {
  const { id, name, providerTemplateId, businessAccountId } = template
  const place = await placeOf(desk, workspaceId, { businessAccountId })
  const account = await accountFor(desk, place)
  await place.directory
    .delete(account, { name, ...(providerTemplateId === null ? {} : { id: providerTemplateId }) })
    .catch((error: unknown) => refused(desk, place, error))
  await write(desk, async (tx) => {
    const { rows } = await tx.query<ReturnedRow>(
      `update templates set deleted_at = now(), updated_at = now() where id = $1 and deleted_at is null
       returning id, name, language, status, category`,
      [id],
    )
    return rows.map((row) => changedEvent(workspaceId, row, 'deleted'))
  })
}

type ReturnedRow = Parameters<typeof changedEvent>[1]

async function write(desk: TemplateDesk, work: (tx: Queryable) => Promise<NewEvent[]>): Promise<void> {
  await inTransaction(desk.pool, async (tx) => appendEvents(tx, await work(tx)))
  desk.onEvents()
}

/** What the provider said against it; where its answer was lost, its templates are read again. */
async function refused(desk: TemplateDesk, place: Place, error: unknown): Promise<never> {
  const refusal = asRefusal(error)
  if (refusal.code === 'template-outcome-unknown') await requestSync(desk.pool, place)
  throw refusal
}

async function accountFor(desk: TemplateDesk, { accountId }: Place): Promise<TransportAccount> {
  return desk.accountOf(accountId).catch((error: unknown) => {
    throw asRefusal(error)
  })
}

async function findId(db: Queryable, place: Business, name: string, language: string): Promise<TemplateId | null> {
  const { rows } = await db.query<{ id: TemplateId }>(
    `select id from templates where workspace_id = $1 and business_account_id = $2 and name = $3 and language = $4
       and deleted_at is null`,
    [place.workspaceId, place.businessAccountId, name, language],
  )
  return rows[0]?.id ?? null
}

async function placeOf(
  desk: TemplateDesk,
  workspaceId: WorkspaceId,
  which: { readonly accountId?: string | undefined; readonly businessAccountId?: string },
): Promise<Place> {
  const account = await findBusinessAccount(desk.pool, workspaceId, which)
  if (!account) throw new Refusal('not-found', { detail: 'There is no such account to ask the provider by.' })
  const { accountId, transport, businessAccountId } = account
  const directory = desk.transports[transport]?.templates
  if (!directory)
    throw new Refusal('templates-not-listed', {
      detail: `Templates of an account at ${transport} are managed there, not here.`,
    })
  if (businessAccountId === null)
    throw new Refusal('templates-not-listed', {
      detail:
        'The business account of this account is not known. Set it (businessAccountId), or wait for its first webhook.',
    })
  return { workspaceId, accountId, transport, businessAccountId, directory }
}
