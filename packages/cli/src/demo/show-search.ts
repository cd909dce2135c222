import type { SearchPage } from '@switchboard/contract'
import { oneLine, print, style, timeOfDay } from '../print.ts'
import { CommandError } from '../report-failure.ts'

/** Asks `GET /v1/search` and shows the hits with what was found in them. @returns how many there were */
export async function showSearch(url: string, key: string, words: string): Promise<number> {
  const response = await fetch(`${url}/v1/search?${new URLSearchParams({ q: words, limit: '3' })}`, {
    headers: { authorization: `Bearer ${key}` },
  })
  if (!response.ok) throw new CommandError(`The search was answered ${response.status}: ${await response.text()}`)
  const page = (await response.json()) as SearchPage // the server validates it against the same schema
  print(`${style('bold', 'Search')}  GET /v1/search?q=${encodeURIComponent(words)}`)
  for (const { from, to } of page.corrected)
    print(style('dim', `  "${from}" occurs nowhere; looked for ${to.join(', ')}`))
  for (const { message, snippet, highlights } of page.items) {
    const time = timeOfDay(Date.parse(message.sentAt))
    const arrow = message.direction === 'inbound' ? '←' : '→'
    print(`  ${time} ${arrow} ${mark(snippet, highlights)}`)
  }
  return page.items.length
}

type Highlights = SearchPage['items'][number]['highlights']

function mark(snippet: string, highlights: Highlights): string {
  let marked = ''
  let at = 0
  for (const { start, end } of highlights) {
    marked += oneLine(snippet.slice(at, start)) + style(['bold', 'yellow'], oneLine(snippet.slice(start, end)))
    at = end
  }
  return marked + oneLine(snippet.slice(at))
}
