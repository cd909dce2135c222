import { CsvError, parse } from 'csv-parse/sync'
import { Refusal } from '../refusal.ts'
import { type CsvColumn, type CsvOptions, columnsOf, delimiterOf } from './csv-columns.ts'
import { type ListRow, longestRow } from './list-row.ts'
import type { Line } from './read-lines.ts'

/*
 * A row is a line, or several where a quoted value holds line ends. A quote that is opened and never closed would swallow the rest
 * of the file, so rows are cut here and the parser gets whole ones: a row whose quotes do not close within some lines is broken,
 * and reading goes on with the line after the one where it began.
 */
const mostLines = 50

export interface Csv {
  readonly columns: readonly CsvColumn[]
  readonly rows: AsyncIterable<ListRow[]>
}

interface WholeRow {
  readonly line: number
  readonly text: string
}

/**
 * A CSV with a header, as it arrives: comma, semicolon, tab or bar, quotes as in RFC 4180. A row that can't be read is told of,
 * with its line, and the others go on.
 * @throws {Refusal} upload-invalid where the header is none
 */
export async function readCsv(lines: AsyncIterable<Line[]>, options: CsvOptions): Promise<Csv> {
  const source = lines[Symbol.asyncIterator]()
  const [header, behind] = await firstLine(source)
  const delimiter = options.delimiter ?? delimiterOf(header)
  const [names] = parseAll([header], delimiter) ?? []
  if (!names)
    throw new Refusal('upload-invalid', { detail: 'The first line is not a header: its quotes do not close.' })
  const columns = columnsOf(names, options)
  return { columns, rows: readRows(source, behind, { columns, delimiter }) }
}

async function firstLine(source: AsyncIterator<Line[]>): Promise<[string, Line[]]> {
  for (;;) {
    const { value, done } = await source.next()
    if (done) throw new Refusal('upload-invalid', { detail: 'The file is empty.' })
    const at = value.findIndex(({ text }) => text === null || text.trim() !== '')
    if (at < 0) continue
    const text = value[at]?.text ?? null
    if (text === null) throw new Refusal('upload-invalid', { detail: 'The first line is longer than 64 KiB.' })
    return [text, value.slice(at + 1)]
  }
}

interface Shape {
  readonly columns: readonly CsvColumn[]
  readonly delimiter: string
}

async function* readRows(source: AsyncIterator<Line[]>, first: Line[], shape: Shape): AsyncGenerator<ListRow[]> {
  /** Lines of a row whose quotes are open so far. */
  let open: Line[] = []
  const read = (given: readonly Line[], ended: boolean): ListRow[] => {
    const rows: ListRow[] = []
    let whole: WholeRow[] = []
    const flush = () => {
      rows.push(...rowsOf(whole, shape))
      whole = []
    }
    // A stack: lines that are read again lie on top.
    const left = given.toReversed()
    for (;;) {
      const line = left.pop()
      if (!line) {
        if (!ended || open.length === 0) break
        flush()
        rows.push(unclosed(open[0]))
        left.push(...open.slice(1).toReversed())
        open = []
        continue
      }
      if (open.length === 0) {
        if (line.text === null) {
          flush()
          rows.push({ line: line.number, code: 'row-too-long', reason: 'The row is longer than 64 KiB.' })
        } else if (!hasOddQuotes(line.text)) {
          if (line.text.trim() !== '') whole.push({ line: line.number, text: line.text })
        } else open = [line]
        continue
      }
      open.push(line)
      const closes = line.text !== null && hasOddQuotes(line.text)
      if (!closes && open.length < mostLines && line.text !== null && lengthOf(open) <= longestRow) continue
      flush()
      const joined = closes ? joinedRow(open, shape) : null
      rows.push(joined ?? unclosed(open[0]))
      if (!joined) left.push(...open.slice(1).toReversed())
      open = []
    }
    flush()
    return rows
  }
  yield read(first, false)
  for (;;) {
    const { value, done } = await source.next()
    if (done) break
    yield read(value, false)
  }
  yield read([], true)
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { text }) => sum + (text?.length ?? 0), 0)
}

function hasOddQuotes(text: string): boolean {
  let odd = false
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd
  return odd
}

function unclosed(line: Line | undefined): ListRow {
  const reason = 'A quote is opened in this row and not closed. Write a quote within a value twice.'
  return { line: line?.number ?? null, code: 'row-broken', reason }
}

/** A row of several lines; null: together they make none, so the first of them is broken and the others are read again. */
function joinedRow(lines: readonly Line[], shape: Shape): ListRow | null {
  const fields = parseAll([lines.map(({ text }) => text).join('\n')], shape.delimiter)?.[0]
  return fields?.length === shape.columns.length ? rowOf(lines[0]?.number ?? 0, fields, shape) : null
}

function rowsOf(records: readonly WholeRow[], shape: Shape): ListRow[] {
  if (records.length === 0) return []
  const parsed = parseAll(
    records.map(({ text }) => text),
    shape.delimiter,
  )
  return records.flatMap(({ line, text }, index) => {
    // One that is broken breaks all that are parsed with it.
    const fields = parsed ? parsed[index] : parseAll([text], shape.delimiter)?.[0]
    if (!fields)
      return [
        {
          line,
          code: 'row-broken',
          reason: 'A quote stands within a value. Put the value in quotes and write the quote twice.',
        },
      ]
    return fields.every((field) => field === '') ? [] : [rowOf(line, fields, shape)]
  })
}

/** Null where one of them is no CSV. */
function parseAll(rows: readonly string[], delimiter: string): string[][] | null {
  try {
    const parsed = parse(rows.join('\n'), { delimiter, relax_column_count: true, record_delimiter: '\n', trim: true })
    return parsed.length === rows.length ? parsed : null
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

function rowOf(line: number, fields: readonly string[], { columns }: Shape): ListRow {
  if (fields.length !== columns.length)
    return {
      line,
      code: 'row-broken',
      reason: `The row has ${fields.length} columns and the header ${columns.length}.`,
    }
  const variables: { [name: string]: string } = {}
  let to = ''
  for (const [index, { variable }] of columns.entries()) {
    const field = fields[index] ?? ''
    if (variable === null) to = field
    // An empty cell is a variable that is not there: its default counts.
    else if (field !== '') variables[variable] = field
  }
  return to === '' ? { line, code: 'recipient-missing', reason: 'The row names nobody.' } : { line, to, variables }
}
