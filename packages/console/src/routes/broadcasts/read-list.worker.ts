import Papa from 'papaparse'
import type { ListAnswer } from './list-worker-message.ts'

/*
 * Reads a list beside the page, piece by piece, so that 50,000 rows neither freeze it nor stand in memory: what is kept is the header,
 * the first rows and counts.
 */
const keptRows = 20
const tellEvery = 5_000
const delimiters = { ',': ',', ';': ';', '|': '|', '\t': 'tab' } as const

addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  let columns: string[] | undefined
  let rows = 0
  let delimiter: string = ','
  const samples: string[][] = []
  let blanks: number[] = []
  // A Blob is read like a file; the library's type names files only.
  Papa.parse<string[]>(data as File, {
    skipEmptyLines: 'greedy',
    delimitersToGuess: Object.keys(delimiters),
    step: ({ data: cells, meta }) => {
      if (columns === undefined) {
        delimiter = meta.delimiter
        columns = cells.map((cell) => cell.replace(/^﻿/, '').trim())
        blanks = columns.map(() => 0)
        return
      }
      rows += 1
      for (const [index] of columns.entries()) if (!cells[index]?.trim()) blanks[index] = (blanks[index] ?? 0) + 1
      if (samples.length < keptRows) samples.push(cells)
      if (rows % tellEvery === 0) tell({ kind: 'progress', rows })
    },
    complete: () =>
      tell({
        kind: 'read',
        list: {
          columns: columns ?? [],
          delimiter: isDelimiter(delimiter) ? delimiters[delimiter] : ',',
          rows,
          samples,
          blanks,
        },
      }),
    error: (error) => tell({ kind: 'failed', reason: error.message }),
  })
})

function isDelimiter(text: string): text is keyof typeof delimiters {
  return Object.hasOwn(delimiters, text)
}

function tell(answer: ListAnswer): void {
  postMessage(answer)
}
