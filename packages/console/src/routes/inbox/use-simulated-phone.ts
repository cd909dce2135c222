import type { Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { simulatorQuery } from '../../phone/queries.ts'
import { useSession } from '../../session/session.ts'

export interface SimulatedPhone {
  /** There are phones to try this server with. */
  readonly isThere: boolean
  /** Of whom the conversation is with, where they have a number. */
  readonly customerId: string | undefined
}

export function useSimulatedPhone({ contact }: Pick<Conversation, 'contact'>): SimulatedPhone {
  const { can } = useSession()
  const { data } = useQuery({ ...simulatorQuery, enabled: can('messages:read') })
  return { isThere: data?.present === true, customerId: contact?.phone?.replace('+', '') }
}
