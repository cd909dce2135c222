import { setTimeout as wait } from 'node:timers/promises'
import { CommandError } from '../report-failure.ts'

const patienceMilliseconds = 20_000

interface Readiness {
  readonly checks?: { readonly projection?: { readonly pending?: number } }
}

/** Resolves when the server has nothing left to project. */
export async function waitUntilProjected(url: string): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds
  while (Date.now() < deadline) {
    const response = await fetch(`${url}/health/ready`)
    const { checks } = (await response.json()) as Readiness // its shape is part of our own OpenAPI
    if (checks?.projection?.pending === 0) return
    await wait(200)
  }
  throw new CommandError(
    'The messages are stored, but were not projected within 20 s. Is a server with the role "project" running?',
  )
}
