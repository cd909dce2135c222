import type { IncomingHttpHeaders } from 'node:http'
import { scopesOfRole } from '@switchboard/contract'
import type pg from 'pg'
import type { SessionReader } from '../access/authenticate.ts'
import { wholeReach } from '../access/principal.ts'
import type { Auth } from './create-auth.ts'
import { membershipOf } from './members.ts'

/** Of several workspaces the one that is named counts, else the one that the session is in. */
const workspaceHeader = 'x-switchboard-workspace'
const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** A person's session, by its cookie. Asked of the database each time: who is signed out or removed is out at once. */
export function createSessionReader({ auth, pool }: { readonly auth: Auth; readonly pool: pg.Pool }): SessionReader {
  return {
    hasCookie: ({ cookie }) => cookie?.includes('switchboard.session_token=') === true,
    async read(headers) {
      const found = await auth.api.getSession({ headers: cookiesOf(headers) })
      if (!found) return null
      const { user, session } = found
      const named = headers[workspaceHeader]
      const asked = typeof named === 'string' && named !== '' ? named : null
      if (asked !== null && !uuid.test(asked)) return null
      const membership = await membershipOf(pool, user.id, asked, session.id)
      if (!membership) return null
      const { workspaceId, role } = membership
      const name = user.name || user.email
      return { kind: 'member', id: user.id, workspaceId, name, scopes: scopesOfRole(role), reach: wholeReach, role }
    },
  }
}

function cookiesOf({ cookie = '' }: IncomingHttpHeaders): Headers {
  return new Headers({ cookie })
}
