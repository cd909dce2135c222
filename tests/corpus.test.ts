import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cloudApiReader } from '../packages/server/src/transports/cloud-api/read-webhook.ts'
import type { InboundItem } from '../packages/server/src/transports/inbound-item.ts'

/** Webhook bodies from public sources, beside the checkout on some machines; nothing of them is in the repository. */
const corpus = path.join(import.meta.dirname, '../../shared/corpus/webhooks')
const files = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.json') && !path.basename(file).startsWith('_'),
    )
  : []

/** Bodies in which something is truly not to be understood, each with its reason. None at present. */
const notUnderstood: Readonly<Record<string, string>> = {}

const receivedAt = Date.UTC(2026, 0, 1)

test.runIf(files.length > 0)('every body of the corpus is read, and everything in it is counted', () => {
  const total = new Map<string, number>()
  for (const file of files) {
    const body: unknown = JSON.parse(readFileSync(path.join(corpus, file), 'utf8'))
    const { items } = cloudApiReader.readWebhook(body, receivedAt)
    const reasons = items.flatMap((item) => (item.kind === 'fact' && !item.known ? [item.reason] : []))
    expect(reasons, file).toEqual(file in notUnderstood ? [notUnderstood[file]] : [])
    const read = countItems(items)
    expect(Object.fromEntries(read), file).toEqual(Object.fromEntries(countBody(body)))
    for (const item of items) count(total, label(item))
  }
  const rows = [...total].toSorted(([one], [other]) => one.localeCompare(other))
  console.info(`${files.length} bodies\n${rows.map(([kind, n]) => `${String(n).padStart(5)}  ${kind}`).join('\n')}`)
})

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function label(item: InboundItem): string {
  switch (item.kind) {
    case 'message':
      return `message ${item.direction} ${item.content.type}${item.content.type === 'interactive' ? ` ${item.content.kind}` : ''}`
    case 'status':
      return `status ${item.status}`
    case 'call':
      return `call ${item.event}`
    case 'revision':
      return `revision ${item.revision} ${item.direction}`
    case 'group':
      return `group ${item.change}`
    case 'fact':
      return `fact ${item.field}`
    case 'identity-change':
      return `identity-change ${item.change}`
    default:
      return item.kind
  }
}

/** What came out, by the wire's words. Contacts and identity changes are said beside other things and not counted. */
function countItems(items: readonly InboundItem[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    if (item.kind === 'message' || item.kind === 'reaction' || item.kind === 'revision') {
      count(counts, `${item.direction} messages`)
    } else if (item.kind === 'fact') {
      count(counts, item.subject === 'errors' ? 'errors' : `field ${item.field}`)
    } else if (item.kind === 'call') {
      count(counts, item.event === 'connect' || item.event === 'terminate' ? 'calls' : 'call statuses')
    } else if (item.kind === 'identity-change') {
      if (item.change === 'user-id' && !isMessage(item.raw)) count(counts, 'user_id_update')
    } else if (item.kind !== 'contact') {
      count(counts, item.kind)
    }
  }
  return counts
}

function isMessage(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'type' in raw
}

interface Body {
  readonly entry: readonly { readonly changes: readonly { readonly field: string; readonly value: Value }[] }[]
}

interface Value extends Readonly<Record<string, unknown>> {
  readonly statuses?: readonly { readonly type?: string }[]
}

/** What went in: a walk over the JSON that shares nothing with the reader. */
function countBody(body: unknown): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (key: string, value: unknown) => {
    for (const _ of Array.isArray(value) ? value : []) count(counts, key)
  }
  // The envelope of all of them is whole; a body without it fails here.
  const { entry } = body as Body
  for (const { field, value } of entry.flatMap(({ changes }) => changes)) {
    add('inbound messages', value.messages)
    add('outbound messages', value.message_echoes)
    add(
      'call statuses',
      value.statuses?.filter(({ type }) => type === 'call'),
    )
    add(
      'status',
      value.statuses?.filter(({ type }) => type !== 'call'),
    )
    add('calls', value.calls)
    add('preference', value.user_preferences)
    add('group', value.groups)
    add('user_id_update', value.user_id_update)
    if (value.errors) count(counts, 'errors')
    if (!value.messaging_product) count(counts, `field ${field}`)
  }
  return counts
}
