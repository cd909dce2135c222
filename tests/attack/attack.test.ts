import { afterAll, beforeAll } from 'vitest'
import { attackClientDocuments } from './client-documents.ts'
import { attackInput } from './input.ts'
import { attackMcp } from './mcp.ts'
import { attackTokens } from './oauth.ts'
import { attackAccess, attackAddresses } from './owasp-access.ts'
import { attackObjects } from './owasp-objects.ts'
import { attackSessions } from './sessions.ts'
import { attackFraming } from './smuggling.ts'
import { attackAddressesGiven } from './ssrf.ts'
import { openTarget, type Target } from './support/target.ts'
import { attackPaths } from './traversal.ts'
import { attackWebhooks } from './webhooks.ts'

/*
 * Attacks on a server that really runs. In `make test` in their quick form; `make attack` tries more, and prints a line of each.
 */
let target: Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target[Symbol.asyncDispose]())

const areas = [
  ...[attackObjects, attackAccess, attackAddressesGiven, attackAddresses, attackWebhooks],
  ...[attackFraming, attackPaths, attackInput, attackMcp],
  ...[attackSessions, attackTokens, attackClientDocuments],
]
for (const area of areas) area(() => target)
