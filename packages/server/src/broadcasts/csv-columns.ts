import { Refusal } from '../refusal.ts'

export interface CsvOptions {
  /** One character; absent: whichever the header has most of. */
  readonly delimiter?: string | undefined
  /** The column that names the recipient; absent: one of the usual names. */
  readonly recipient?: string | undefined
}

export interface CsvColumn {
  /** As the header has it. */
  readonly column: string
  /** Its Liquid variable; null: it names the recipient. */
  readonly variable: string | null
}

const delimiters = [',', ';', '\t', '|'] as const
const usualNames = [
  'to',
  'recipient',
  'phone',
  'phone_number',
  'mobile',
  'telephone',
  'tel',
  'number',
  'whatsapp',
  'wa_id',
  'bsuid',
  'contact_id',
]
const mostColumns = 100
const longestName = 100

/** The delimiter of a header: of those that may be meant, the one that stands in it most often outside of quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

/** What each column of a header is. @throws {Refusal} upload-invalid: what to change in the file, or which column to name */
export function columnsOf(header: readonly string[], { recipient }: CsvOptions): readonly CsvColumn[] {
  const names = header.map((name) => name.trim())
  if (names.length > mostColumns)
    throw invalid(`The header has ${names.length} columns; at most ${mostColumns} are taken.`)
  const variables = names.map(variableOf)
  const at = recipientIndex(names, variables, recipient)
  const seen = new Set<string>()
  return names.map((column, index) => {
    if (index === at) return { column, variable: null }
    const variable = variables[index] ?? ''
    if (variable === '' || column.length > longestName)
      throw invalid(`Column ${index + 1} has no name, or a very long one. Name it, or leave it out.`)
    if (seen.has(variable)) throw invalid(`Two columns are named "${column}". Rename one of them.`)
    seen.add(variable)
    return { column, variable }
  })
}

/** "First name" is `First_name`: what Liquid can name. */
function variableOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}

function recipientIndex(names: readonly string[], variables: readonly string[], asked: string | undefined): number {
  if (asked !== undefined) {
    const index = names.findIndex((name, at) => name === asked.trim() || variables[at] === asked)
    if (index >= 0) return index
    throw invalid(`The header has no column "${asked.slice(0, longestName)}". It has: ${shown(names)}.`)
  }
  if (names.some((name) => /^\+?[\d\s()./-]{6,}$/.test(name)))
    throw invalid(
      'The first line looks like a recipient. Put a line with the names of the columns above it, such as "phone".',
    )
  const usual = variables.map((name) => usualNames.indexOf(name.toLowerCase()))
  const found = usual.filter((rank) => rank >= 0)
  if (found.length > 0) return usual.indexOf(Math.min(...found))
  if (names.length === 1) return 0
  throw invalid(`Say which column names the recipient, with ?recipient=<column>. There are: ${shown(names)}.`)
}

function shown(names: readonly string[]): string {
  return names
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 40)}"`)
    .join(', ')
}

function invalid(detail: string): Refusal {
  return new Refusal('upload-invalid', { detail })
}
