import type { BroadcastRecipient } from '@switchboard/contract'

const columns = [
  'position',
  'line',
  'recipient',
  'state',
  'code',
  'reason',
  'verdict',
  'verdictReason',
  'duplicateOf',
  'duplicateOfLine',
  'messageId',
  'sendState',
  'status',
  'error',
] as const satisfies readonly (keyof BroadcastRecipient)[]

/** A report as CSV, with a header. Variables are not in it: whoever made the list has them. */
export async function* csvOf(pages: AsyncIterable<readonly BroadcastRecipient[]>): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`
  for await (const page of pages)
    yield page.map((row) => `${columns.map((column) => cell(row[column])).join(',')}\r\n`).join('')
}

/** A report as one JSON object a line. */
export async function* ndjsonOf(pages: AsyncIterable<readonly BroadcastRecipient[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((row) => `${JSON.stringify(row)}\n`).join('')
}

/** RFC 4180. What a spreadsheet would take for a formula is made a text; a phone number is none. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean) // of a JSON value
  const isFormula = /^[=@\t\r]|^[+-](?![\d\s().-]*$)/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
