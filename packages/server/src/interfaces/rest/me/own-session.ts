import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../../refusal.ts'
import type { PeopleDesk } from '../../people-desk.ts'
import { principalOf } from '../../require-scope.ts'

/** Who is signed in. @throws {Refusal} not-found: a program or an assistant asks */
export function personOf(request: FastifyRequest): string {
  const { kind, id } = principalOf(request)
  if (kind !== 'member')
    throw new Refusal('not-found', {
      detail: 'This is about a person who is signed in; you came with another credential.',
    })
  return id
}

/** The session that the request came with. */
export async function ownSessionId({ auth }: PeopleDesk, { headers }: FastifyRequest): Promise<string | null> {
  const found = await auth.api.getSession({ headers: new Headers({ cookie: headers.cookie ?? '' }) })
  return found?.session.id ?? null
}
