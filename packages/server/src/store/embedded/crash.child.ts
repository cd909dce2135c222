import process from 'node:process'
import { startEmbeddedPostgres } from './start.ts'

/** A server for the crash tests: starts Postgres on the directory named, prints where it is, and stays until killed. */
const dataDirectory = process.argv[2]
if (!dataDirectory) throw new Error('usage: node crash.child.ts DATA_DIRECTORY')
const began = performance.now()
const postgres = await startEmbeddedPostgres({ dataDirectory, log: (line) => process.stderr.write(`${line}\n`) })
// before the line below, upon which the test may send it
process.once('SIGTERM', () => void postgres[Symbol.asyncDispose]())
const url = postgres.connectionString()
process.stdout.write(`${JSON.stringify({ url, pid: postgres.pid, ms: Math.round(performance.now() - began) })}\n`)
