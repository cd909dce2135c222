import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/**
 * Runs the benchmarks one after the other, each in a process of its own: `node bench/run.ts` for all of them,
 * `node bench/run.ts ingest mcp` for some. Ends with 1 if one of them failed; the others have run all the same.
 */
const benchmarks = {
  startup: 'how long a start takes',
  ingest: 'how fast bodies are taken in, durably',
  sustained: 'the whole way, from the webhook to the event stream',
  project: 'how fast the inbox becomes conversations',
  dispatch: 'how fast what was decided is sent',
  reply: "from a customer's message to the accepted reply",
  fair: 'how long replies wait while somebody else floods the outbox',
  'webhooks-out': 'how fast events are posted to who asked for them',
  media: 'what 5 GB of files cost in memory',
  broadcast: 'what a list of a million recipients costs, and how fast it is queued',
  search: 'search over 10,000, 100,000 and 1,000,000 messages',
  mcp: 'tool calls beside an echo tool on the bare SDK',
  console: 'the console in a real browser, on 50,000 messages',
  audit: 'what the chain of hashes costs audited calls',
} as const

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(benchmarks, name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are:\n`)
  for (const [name, what] of Object.entries(benchmarks)) console.error(`  ${name.padEnd(10)} ${what}`)
  process.exit(2)
}

const failed: string[] = []
for (const [name, what] of Object.entries(benchmarks)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n── ${name}: ${what}\n`)
  const child = spawn(process.execPath, [path.join(import.meta.dirname, `${name}.ts`)], { stdio: 'inherit' })
  const [code] = await once(child, 'close')
  if (code !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`\nNot finished, or targets missed: ${failed.join(', ')}`)
  process.exitCode = 1
}
