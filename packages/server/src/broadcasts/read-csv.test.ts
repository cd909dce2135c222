import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CsvOptions } from './csv-columns.ts'
import type { ListRow } from './list-row.ts'
import { readCsv } from './read-csv.ts'
import { readLines } from './read-lines.ts'

async function* chunksOf(text: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string | Uint8Array, options: CsvOptions = {}, size?: number) {
  const { columns, rows } = await readCsv(readLines(chunksOf(text, size)), options)
  const all: ListRow[] = []
  for await (const batch of rows) all.push(...batch)
  return { columns, rows: all }
}

test.each([
  ['commas', 'phone,name,city\n+491,Ana,"Berlin, Mitte"\n'],
  ['semicolons', 'phone;name;city\n+491;Ana;Berlin, Mitte\n'],
  ['tabs', 'phone\tname\tcity\n+491\tAna\tBerlin, Mitte'],
  ['a byte order mark and CRLF', '\uFEFFphone,name,city\r\n+491,Ana,"Berlin, Mitte"\r\n'],
  ['quoted names of columns', '"phone","name","city"\n"+491","Ana","Berlin, Mitte"\n\n'],
  ['spaces around values', 'phone, name , city\n +491 , Ana , "Berlin, Mitte"\n'],
  ['a column of its own order', 'name,city,phone\nAna,"Berlin, Mitte",+491'],
])('reads a file with %s', async (_, text) => {
  for (const size of [1, 7, 1 << 16])
    expect((await read(text, {}, size)).rows).toMatchObject([
      { line: 2, to: '+491', variables: { name: 'Ana', city: 'Berlin, Mitte' } },
    ])
})

test('a value may hold quotes and line ends, and rows after it keep their line numbers', async () => {
  const { rows } = await read('phone,note\n+491,"says ""hi""\nand goes"\n+492,x\n')
  expect(rows).toEqual([
    { line: 2, to: '+491', variables: { note: 'says "hi"\nand goes' } },
    { line: 4, to: '+492', variables: { note: 'x' } },
  ])
})

test('names of columns become names of variables; an empty cell is no variable', async () => {
  const { columns, rows } = await read('Mobile,First name,Größe (cm)\n+491,Ana,\n')
  expect(columns).toEqual([
    { column: 'Mobile', variable: null },
    { column: 'First name', variable: 'First_name' },
    { column: 'Größe (cm)', variable: 'Größe_cm' },
  ])
  expect(rows).toEqual([{ line: 2, to: '+491', variables: { First_name: 'Ana' } }])
})

test.each([
  ['says which columns there are', 'a,b\n1,2', {}, /\?recipient=<column>.*"a", "b"/],
  ['says that there is no such column', 'a,b\n1,2', { recipient: 'c' }, /no column "c".*"a", "b"/],
  ['knows a missing header', '+4917012345678,Ana\n+4917012345679,Ben', {}, /looks like a recipient/],
  ['refuses two columns of one name', 'phone,a b,a_b\n1,2,3', {}, /Two columns are named "a_b"/],
  ['refuses a column without a name', 'phone,,x\n1,2,3', {}, /Column 2 has no name/],
  ['refuses an empty file', '\n\n', {}, /empty/],
  ['refuses UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0), {}, /UTF-16/],
])('%s', async (_, text, options, message) => {
  await expect(read(text, options)).rejects.toMatchObject({
    code: 'upload-invalid',
    message: expect.stringMatching(message),
  })
})

test('a broken row is told of with its line, and all others are there', async () => {
  const broken: Record<number, string> = {
    10: '+4910,"never closed',
    20: '+4920,a "quote" inside',
    30: '+4930,too,many',
    40: '+4940',
    50: ',nobody',
    60: '+4960,"closed" and more',
    70: `+4970,${'x'.repeat(70_000)}`,
    71: '+4971,"opened',
    72: '+4972,"and opened again',
  }
  const lines = Array.from({ length: 99 }, (_, index) => broken[index + 2] ?? `+49${index + 2},name ${index + 2}`)
  for (const size of [333, 1 << 16]) {
    const { rows } = await read(['phone,name', ...lines].join('\n'), {}, size)
    const bad = rows.filter((row) => 'code' in row)
    expect(bad.map((row) => [row.line, 'code' in row && row.code])).toEqual(
      Object.keys(broken).map((line) => [
        Number(line),
        line === '50' ? 'recipient-missing' : line === '70' ? 'row-too-long' : 'row-broken',
      ]),
    )
    expect(rows).toHaveLength(99)
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 99 }, (_, index) => index + 2))
  }
})

test('a file without line ends is not held in memory: it may be longer than any string can be', async () => {
  async function* endless() {
    yield new TextEncoder().encode('phone\n')
    const chunk = new TextEncoder().encode('1'.repeat(1 << 20))
    for (let count = 0; count < 600; count += 1) yield chunk
  }
  const { rows } = await readCsv(readLines(endless()), {})
  const all: ListRow[] = []
  for await (const batch of rows) all.push(...batch)
  expect(all).toMatchObject([{ line: 2, code: 'row-too-long' }])
})

test('whatever values are written as CSV are read back, in chunks of any size', async () => {
  const value = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'ß', '"', ',', ';', '\n', ' ', '😀', "'") })
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value), { maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      async (rows, size) => {
        const text = rows.map(([a, b], index) => `+49${index},${cell(a)},${cell(b)}`).join('\r\n')
        const { rows: found } = await read(`phone,a,b\r\n${text}`, {}, size)
        const expected = rows.map(([a, b], index) => ({
          to: `+49${index}`,
          // What surrounds a value is not part of it.
          variables: Object.fromEntries(Object.entries({ a, b }).filter(([, each]) => each !== '')),
        }))
        expect(found.map((row) => ('to' in row ? { to: row.to, variables: row.variables } : row))).toEqual(expected)
      },
    ),
    { numRuns: 200 },
  )
})

test('row 900,000 of a million is broken: it is named, and the others are there', async () => {
  const total = 1_000_000
  async function* million() {
    const encoder = new TextEncoder()
    yield encoder.encode('phone,name\n')
    for (let from = 1; from <= total; from += 1_000) {
      const rows = Array.from({ length: 1_000 }, (_, index) => `+49${from + index},Person ${from + index}`)
      // The header is line 1.
      if (from <= 899_999 && 899_999 < from + 1_000) rows[899_999 - from] = '+49899999,"Person who never ends'
      yield encoder.encode(`${rows.join('\n')}\n`)
    }
  }
  const { rows } = await readCsv(readLines(million()), {})
  let whole = 0
  const broken: ListRow[] = []
  for await (const batch of rows)
    for (const row of batch) {
      if ('code' in row) broken.push(row)
      else whole += 1
    }
  expect(whole).toBe(total - 1)
  expect(broken).toMatchObject([{ line: 900_000, code: 'row-broken', reason: expect.stringMatching(/not closed/) }])
})
