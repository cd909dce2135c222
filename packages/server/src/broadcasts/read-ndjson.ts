import { BroadcastRecipientInput } from '@switchboard/contract'
import type { ListRow } from './list-row.ts'
import type { Line } from './read-lines.ts'

/** A line each: `{"to": "+49…", "variables": {…}}`, or flat, where everything beside `to` is a variable. */
export async function* readNdjson(lines: AsyncIterable<Line[]>): AsyncGenerator<ListRow[]> {
  for await (const batch of lines) yield batch.filter(({ text }) => text === null || text.trim() !== '').map(rowOf)
}

function rowOf({ number: line, text }: Line): ListRow {
  if (text === null) return { line, code: 'row-too-long', reason: 'The line is longer than 64 KiB.' }
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return { line, code: 'row-broken', reason: 'The line is not JSON.' }
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { line, code: 'row-broken', reason: 'The line is JSON, but no object.' }
  if (!('to' in given) || given.to === '' || given.to === null)
    return { line, code: 'recipient-missing', reason: 'The object has no "to".' }
  const { to, ...others } = given
  const parsed = BroadcastRecipientInput.safeParse('variables' in others ? given : { to, variables: others })
  if (parsed.success) return { line, to: parsed.data.to, variables: parsed.data.variables ?? {} }
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the object'
  return { line, code: 'row-broken', reason: `In ${where}: ${issue?.message ?? 'it is not a recipient'}.` }
}
