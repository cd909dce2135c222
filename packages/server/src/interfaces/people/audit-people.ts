import type { WorkspaceId } from '@switchboard/contract'
import type { FastifyRequest } from 'fastify'
import type { PeopleDesk } from '../people-desk.ts'

/** What somebody did who has no session yet, or ends it. */
export interface SeenPerson {
  readonly action: 'sign-in' | 'sign-out' | 'join' | 'reset' | 'account'
  /** Who it surely was; absent: nobody has proved to be anybody. */
  readonly userId?: string | undefined
  /** Whose account was tried, by id or by the address that was typed. */
  readonly tried?: string | undefined
  readonly subject?: string | null
  readonly status: number
}

/**
 * Who has given the password and is asked for a code; undefined: nobody. Its identifier is a long secret. Read as better-auth reads it,
 * under the cookie's whole name: another one that ends alike, or the same twice, is not to say whose code is used up.
 */
export async function whoOwesCode(
  { pool, auth }: PeopleDesk,
  { headers }: FastifyRequest,
): Promise<string | undefined> {
  const { name } = (await auth.$context).createAuthCookie('two_factor')
  const [value, ...others] = (headers.cookie ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : []
  })
  const identifier = /^[^.;%]+/.exec(value ?? '')?.[0]
  if (identifier === undefined || others.length > 0) return undefined
  const { rows } = await pool.query<{ value: string }>(
    'select "value" from auth.verification where "identifier" = $1 and "expiresAt" > now()',
    [identifier],
  )
  return rows[0]?.value
}

/** Of one sign-in. Whoever is in more workspaces has it written down in the first of them. */
const mostWorkspaces = 20

/**
 * Writes it into the audit of each workspace that the person is a member of; where there is no such account, into that of the
 * server, without what was typed: people type passwords there too. A failure is written after its answer, so that its time does
 * not tell whether there is such an account. Never throws: what was done is done.
 */
export async function auditPerson(desk: PeopleDesk, request: FastifyRequest, seen: SeenPerson): Promise<void> {
  const written = write(desk, request, seen).catch((error: unknown) =>
    request.log.error({ err: error, action: seen.action }, 'what a person did is not audited'),
  )
  if (seen.userId !== undefined) await written
}

async function write({ pool, audit }: PeopleDesk, request: FastifyRequest, seen: SeenPerson): Promise<void> {
  const { action, userId, tried, subject, status } = seen
  const { rows } = await pool.query<{ id: string; workspaceId: WorkspaceId | null }>(
    `select u.id, m.workspace_id as "workspaceId" from auth."user" u left join members m on m.user_id = u.id
     where u.id = $1 or u.email = $1 order by m.created_at limit $2`,
    [userId ?? tried?.trim().toLowerCase() ?? '', mostWorkspaces],
  )
  const places = rows.length > 0 ? rows : [{ id: userId ?? null, workspaceId: null }]
  await Promise.all(
    places.map(({ id, workspaceId }) =>
      audit.record({
        workspaceId,
        ...(userId === undefined
          ? { actorKind: 'anonymous', actor: 'anonymous' }
          : { actorKind: 'member', actor: userId }),
        interface: 'people',
        action,
        target: `${request.method} ${request.routeOptions.url ?? ''}`,
        subject: subject ?? id,
        outcome: status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed',
        status,
        address: request.ip,
        requestId: request.id,
      }),
    ),
  )
}
