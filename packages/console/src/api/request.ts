import type { Problem } from '@switchboard/contract'
import { takeEarly } from './early.ts'
import { firstDrawing } from './first-drawing.ts'
import { ProblemError } from './problem.ts'
import { readShown } from './shown-names.ts'

export type QueryValue = string | number | boolean | null | undefined | readonly string[]

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Readonly<Record<string, QueryValue>>
  /** Sent as JSON; a FormData or Blob as it is. */
  readonly body?: unknown
  /** On everything that sends: the same key twice is done once. */
  readonly idempotencyKey?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * Asks the server, as whoever is signed in here. The type is that of the contract's schema for the address.
 * @throws {ProblemError} what the server refused. Who is not signed in any more is led to the sign-in page and back.
 * @throws {TypeError} when the server was not reached.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await ask(path, options)
  if (response.status === 204) return undefined as T // an answer without a body has the type void
  return readShown(await response.text()) as T // the contract: the server checks its own answers against it
}

/** The same for what is no JSON: a file, an export. */
export async function ask(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', query, body, idempotencyKey, headers, signal } = options
  const isJson = body !== undefined && !(body instanceof FormData) && !(body instanceof Blob)
  const where = address(path, query)
  const early = method === 'GET' ? takeEarly(where) : undefined
  if (early === undefined) await firstDrawing()
  const response = await (early ??
    fetch(where, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(isJson ? { 'content-type': 'application/json' } : undefined),
        ...(idempotencyKey === undefined ? undefined : { 'idempotency-key': idempotencyKey }),
        ...headers,
      },
      ...(body === undefined ? undefined : { body: isJson ? JSON.stringify(body) : body }),
      ...(signal === undefined ? undefined : { signal }),
    }))
  if (response.ok) return response
  const problem = new ProblemError(response.status, await readProblem(response))
  if (response.status === 401) leaveForSignIn()
  throw problem
}

/** `path?query`, without what is undefined or null. A list is given several times. */
export function address(path: string, query: RequestOptions['query'] = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text === '' ? path : `${path}?${text}`
}

/** To the sign-in page, and back to here afterwards. */
export function leaveForSignIn(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
}

async function readProblem(response: Response): Promise<Partial<Problem>> {
  try {
    return (await response.json()) as Partial<Problem> // every field may be missing: a proxy may have answered
  } catch {
    return { title: response.statusText }
  }
}
