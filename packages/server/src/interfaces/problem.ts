import { hasZodFastifySchemaValidationErrors } from '@fastify/type-provider-zod'
import { type Problem, type ProblemCode, problems } from '@switchboard/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SendRefusal } from '../outbox/send-refusal.ts'
import { Refusal } from '../refusal.ts'
import { isUnavailable } from '../store/is-unavailable.ts'

export { Refusal } from '../refusal.ts'

export const problemMediaType = 'application/problem+json'

/** Fastify's own refusals (a body too large, JSON that does not parse …) by the status that it gives them. */
const codeOfStatus: Partial<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  // A path out of the folder of a page's files.
  403: 'not-found',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'invalid-request',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'unavailable',
}

/** Where Fastify's own words say too little. */
const whatToDo: Partial<Record<ProblemCode, string>> = {
  'body-too-large': 'Request body is too large. Files go to POST /v1/media.',
  'unsupported-media-type':
    'Say what the body is: JSON as content-type application/json; a file as multipart/form-data, at the addresses that take one.',
}

/** Turns whatever was thrown into a refusal. A bug becomes `internal`, which says nothing of what happened. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: [error.validationContext ?? 'request', ...issue.instancePath.split('/').filter(Boolean)].join('.'),
      // Words of a query that are no number are read as NaN, which says nothing to whoever wrote them.
      message:
        issue.message
          ?.replace(/^Invalid input: expected \w+, received NaN$/, 'is not a number')
          // Of several shapes none fits: Zod says of none why.
          .replace(/^Invalid input$/, 'is missing, or in none of the shapes that are taken') ?? 'is not valid',
    }))
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    return new Refusal('invalid-request', { detail, errors, cause: error })
  }
  if (isUnavailable(error)) {
    const detail = 'The database cannot be reached or cannot take this now.'
    return new Refusal('unavailable', { detail, headers: { 'retry-after': '5' }, cause: error })
  }
  if (isUnreadableText(error)) {
    const detail = 'The request holds a character that no text has, e.g. NUL (%00). Leave it out.'
    return new Refusal('invalid-request', { detail, cause: error })
  }
  // Lower layers may have errors of their own that carry one of the contract's codes.
  if (error instanceof Error && 'code' in error && isProblemCode(error.code)) {
    return new Refusal(error.code, { detail: error.message, cause: error })
  }
  if (isFastifyError(error)) {
    const code = codeOfStatus[error.statusCode]
    const detail = (code && whatToDo[code]) ?? error.message
    if (code) return new Refusal(code, { detail, cause: error })
  }
  return new Refusal('internal', {
    detail: 'The error is in the server log under this request id.',
    cause: error,
  })
}

/** The document for a refusal. */
export function problemDocument(refusal: Refusal, requestId?: string): Problem {
  return {
    type: `/docs/problems#${refusal.code}`,
    title: problems[refusal.code].title,
    status: refusal.status,
    code: refusal.code,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(refusal instanceof SendRefusal && refusal.alternative ? { alternative: refusal.alternative } : {}),
    ...(refusal.errors === undefined ? {} : { errors: [...refusal.errors] }),
  }
}

/** Fastify's error handler. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error)
  if (refusal.code === 'internal') {
    request.log.error({ err: error, route: request.routeOptions.url }, 'a request failed unexpectedly')
  }
  return reply
    .code(refusal.status)
    .headers(refusal.headers)
    .type(problemMediaType)
    .send(problemDocument(refusal, request.id))
}

/** Postgres takes every character but these, and says so by its code for what cannot be encoded. */
function isUnreadableText(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '22021' || error.code === '22P05')
}

function isProblemCode(code: unknown): code is Exclude<ProblemCode, 'internal'> {
  return typeof code === 'string' && code !== 'internal' && Object.hasOwn(problems, code)
}

function isFastifyError(error: unknown): error is Error & { code: string; statusCode: number } {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('FST_')
  )
}
