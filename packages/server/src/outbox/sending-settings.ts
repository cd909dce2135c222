import type { SendingSettings, SendPolicy, WorkspaceId } from '@switchboard/contract'
import { appendEvents } from '../events/append.ts'
import { Refusal } from '../refusal.ts'
import type { Queryable } from '../store/database.ts'
import { parseTarget } from './parse-recipient.ts'
import { SendRefusal } from './send-refusal.ts'

interface Row {
  readonly send_allowlist: string[] | null
  readonly assistant_policy: SendPolicy | null
  readonly opt_out_words: { stop?: string[]; start?: string[]; ignored?: string[] } | null
}

/** What holds for everything that a workspace sends. */
export async function getSendingSettings(db: Queryable, workspaceId: WorkspaceId): Promise<SendingSettings> {
  const { rows } = await db.query<Row>(
    `select send_allowlist, assistant_policy, opt_out_words from workspaces where id = $1`,
    [workspaceId],
  )
  const [row] = rows
  if (!row) throw new Error('the workspace of a credential is there')
  const { stop = [], start = [], ignored = [] } = row.opt_out_words ?? {}
  return {
    allowList: row.send_allowlist,
    assistantPolicy: row.assistant_policy ?? 'approve',
    stopWords: stop,
    startWords: start,
    ignoredWords: ignored,
  }
}

export interface SettingsChange {
  readonly workspaceId: WorkspaceId
  readonly settings: SendingSettings
  /** Who says so, in words for the history. */
  readonly by: string
}

/**
 * Replaces them, as a whole. @throws {Refusal} invalid-request, where an entry would never match anybody or a word is asked for twice.
 */
export async function putSendingSettings(tx: Queryable, { workspaceId, settings, by }: SettingsChange): Promise<void> {
  const allowList = settings.allowList?.map(readEntry) ?? null
  refuseTwoMeanings(settings)
  const words = { stop: settings.stopWords, start: settings.startWords, ignored: settings.ignoredWords }
  const hasWords = Object.values(words).some((list) => list.length > 0)
  await tx.query(`update workspaces set send_allowlist = $2, assistant_policy = $3, opt_out_words = $4 where id = $1`, [
    workspaceId,
    allowList,
    settings.assistantPolicy === 'approve' ? null : settings.assistantPolicy,
    hasWords ? JSON.stringify(words) : null,
  ])
  // Who is on the list names people, so the event only says how many.
  const data = { about: 'sending', allowed: allowList?.length ?? null, assistantPolicy: settings.assistantPolicy, by }
  await appendEvents(tx, [{ workspaceId, type: 'workspace.changed', occurredAt: Date.now(), data }])
}

/** As the gate compares it. A number without its country would never match, so it is refused here. */
function readEntry(entry: string, index: number): string {
  try {
    const { kind, value } = parseTarget(entry, null)
    if (kind !== 'contact' && kind !== 'conversation' && kind !== 'either') return value
    throw new SendRefusal('recipient-invalid', 'Name the phone, the user id or the group, not an id of this server.')
  } catch (error) {
    if (!(error instanceof SendRefusal)) throw error
    throw invalid(`body.allowList.${index}`, error.message)
  }
}

function refuseTwoMeanings({ stopWords, startWords }: SendingSettings): void {
  const stops = new Set(stopWords.map((word) => word.toLowerCase()))
  const index = startWords.findIndex((word) => stops.has(word.toLowerCase()))
  if (index >= 0) throw invalid(`body.startWords.${index}`, 'is a stop word too')
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid-request', { detail: `${path}: ${message}`, errors: [{ path, message }] })
}
