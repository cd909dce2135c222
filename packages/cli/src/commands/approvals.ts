import { userInfo } from 'node:os'
import type { ApiKeyId, Approval } from '@switchboard/contract'
import type { Command } from 'commander'
import { oneLine, print, style } from '../print.ts'
import { CommandError } from '../report-failure.ts'
import { type SettingsFlags, sourcesFor, withDataDirectory } from '../settings-options.ts'
import { withStore } from '../with-store.ts'

interface DecideFlags extends SettingsFlags {
  readonly note?: string
}

/** `switchboard approvals`: what assistants want to send, decided by whoever has the data directory. */
export function registerApprovals(program: Command): void {
  const approvals = program.command('approvals').description('messages that wait for your yes')
  withDataDirectory(
    approvals.command('list', { isDefault: true }).description('what waits, with exactly what would be sent'),
  ).action(listWaiting)
  for (const verdict of ['approve', 'reject'] as const) {
    const command = approvals
      .command(`${verdict} <id>`)
      .description(verdict === 'approve' ? 'let the message go' : 'refuse the message')
      .option('--note <text>', 'kept with the decision')
    withDataDirectory(command).action((id: string, flags: DecideFlags) => decide(verdict, id, flags))
  }
}

function listWaiting(flags: SettingsFlags): Promise<void> {
  return withServer(flags, async (ask) => {
    const { items } = await ask<{ items: Approval[] }>('GET', '/v1/approvals?state=pending&limit=200')
    if (items.length === 0) return print('Nothing waits for your yes.')
    for (const approval of items) print(`${shown(approval)}\n`)
    print('Decide with: switchboard approvals approve ID, or reject ID')
  })
}

function decide(verdict: 'approve' | 'reject', id: string, flags: DecideFlags): Promise<void> {
  return withServer(flags, async (ask) => {
    const { items } = await ask<{ items: Approval[] }>('GET', '/v1/approvals?state=pending&limit=200')
    const seen = items.find((approval) => approval.id === id)
    // With the fingerprint: what goes is what is shown here, or nothing.
    const body = {
      ...(seen && { fingerprint: seen.fingerprint }),
      ...(flags.note !== undefined && { note: flags.note }),
    }
    const decided = await ask<Approval>('POST', `/v1/approvals/${encodeURIComponent(id)}/${verdict}`, body)
    print(`${shown(decided)}\n`)
    print(verdict === 'approve' ? 'Approved: it leaves now.' : 'Rejected: it is not sent.')
  })
}

/** One approval, as a person needs it to decide. */
function shown({ id, bulk, recipient, contents, shown: texts, reason, requestedBy, expiresAt }: Approval): string {
  return [
    style('bold', bulk ? `${id} (${bulk.length} messages, decided about at once)` : id),
    ...(bulk ?? [{ recipient, contents, shown: texts }]).flatMap(goes),
    `  because  ${reason}${nameOf(requestedBy)}`,
    `  until    ${expiresAt.slice(0, 16).replace('T', ' ')} UTC`,
  ].join('\n')
}

function goes({ recipient, contents, shown: texts }: Pick<Approval, 'recipient' | 'contents' | 'shown'>): string[] {
  return [
    `  to       ${oneLine(whom(recipient))}`,
    ...contents.map((content) => `  sends    ${inWords(content)}`),
    ...contents.flatMap((content, part) => readsAs(content, texts[part])),
  ]
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
// JSON of our own server; each field is looked at before it is used.
const fieldsOf = (value: unknown) =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>

function whom(recipient: unknown): string {
  const { phone, waId, bsuid, groupId } = fieldsOf(recipient)
  return textOf(phone) ?? textOf(waId) ?? textOf(bsuid) ?? textOf(groupId) ?? JSON.stringify(recipient)
}

function inWords(content: unknown): string {
  const fields = fieldsOf(content)
  return oneLine(textOf(fields['text']) ?? JSON.stringify(content))
}

/** What else than its own words is read: of a template. */
function readsAs(content: unknown, text: string | null | undefined): string[] {
  if (!text || fieldsOf(content)['type'] !== 'template') return []
  return [`  reads    ${oneLine(text)}`]
}

function nameOf(requestedBy: unknown): string {
  const name = textOf(fieldsOf(requestedBy)['name'])
  return name === undefined ? '' : ` (asked by "${oneLine(name)}")`
}

type Ask = <Answer>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>

/** Asks the running server, so that it decides as it does for everybody, with a key that lives for this command only. */
async function withServer(flags: SettingsFlags, work: (ask: Ask) => Promise<void>): Promise<void> {
  const { createKey, ensureDefaultWorkspace, findRunningServer, loadSettings, revokeKey } = await import(
    '@switchboard/server'
  )
  const { config } = loadSettings(await sourcesFor(flags))
  const running = findRunningServer(config.dataDirectory)
  if (!running)
    throw new CommandError(`No server runs on ${config.dataDirectory}. Start one in another terminal: make start`)
  await withStore(flags, async ({ db }) => {
    const workspaceId = await ensureDefaultWorkspace(db)
    const made = await createKey(db, {
      workspaceId,
      name: `switchboard approvals (${userInfo().username})`,
      scopes: ['messages:read', 'approvals:decide'],
      expiresAt: new Date(Date.now() + keyMilliseconds),
    })
    try {
      await work((method, path, body) => ask(running.url + path, method, made.key, body))
    } finally {
      // It came from createKey a moment ago.
      await revokeKey(db, workspaceId, made.id as ApiKeyId)
    }
  })
}

const keyMilliseconds = 120_000

async function ask<Answer>(url: string, method: string, key: string, body: object | undefined): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer as Answer // the server validates it against the contract
  const { detail, title } = fieldsOf(answer)
  throw new CommandError(textOf(detail) ?? textOf(title) ?? `The server answered ${response.status}.`)
}
