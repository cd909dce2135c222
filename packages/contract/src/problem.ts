import { z } from 'zod'
import { accountRefusals } from './account-refusals.ts'
import { broadcastRefusals } from './broadcast.ts'
import { mediaRefusals } from './media-refusals.ts'
import { sendRefusals } from './send-refusals.ts'
import { SendAlternative } from './send-states.ts'
import { simulatorRefusals } from './simulator-refusals.ts'
import { templateRefusals } from './template-refusals.ts'
import { webhookRefusals } from './webhooks.ts'

/**
 * Stable codes of refusals. A client may switch on `code`; `title` and `detail` are for people and may change.
 * Each code belongs to one HTTP status.
 */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one that this list gave out' },
  unauthenticated: { status: 401, title: 'A valid credential is needed' },
  'invalid-signature': { status: 401, title: 'The signature does not match the body' },
  forbidden: { status: 403, title: 'The credential may not do this' },
  'session-not-fresh': { status: 403, title: 'This asks for a session that began within the last minutes' },
  'cross-site': { status: 403, title: 'The request did not come from a page of this server' },
  'last-owner': { status: 409, title: 'A workspace keeps at least one owner' },
  'address-not-allowed': { status: 403, title: 'The credential may not be used from this address' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'The request contradicts the present state' },
  'body-too-large': { status: 413, title: 'The body is larger than is taken here' },
  'wrong-host': { status: 421, title: 'The server is not reached by this name' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not taken here' },
  'too-many-requests': { status: 429, title: 'Too many requests; wait, then try again' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'The server cannot take this right now; try again' },
  ...sendRefusals,
  ...mediaRefusals,
  ...templateRefusals,
  ...broadcastRefusals,
  ...accountRefusals,
  ...webhookRefusals,
  ...simulatorRefusals,
} as const

export type ProblemCode = keyof typeof problems

/** RFC 9457 problem document, served as `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'A URI reference that names the problem, `/docs/problems#<code>`' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().optional().meta({ description: 'What was wrong here, and what to do' }),
    instance: z.string().optional(),
    requestId: z.string().optional(),
    alternative: SendAlternative.optional().meta({ description: 'What could be done instead, of a refused send' }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Where in the request it was wrong, for `invalid-request`' }),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
