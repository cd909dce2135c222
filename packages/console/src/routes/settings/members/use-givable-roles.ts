import type { Role } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../../session/session.ts'
import { rolesQuery } from './queries.ts'

/** Roles that may no more than this person: nobody lets in or changes who may more. */
export function useGivableRoles(): readonly Role[] {
  const { can } = useSession()
  const { data } = useQuery(rolesQuery)
  return data?.items.filter(({ scopes }) => scopes.every(can)).map(({ role }) => role) ?? []
}
