import type { Contact } from '@switchboard/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { contactQuery, listsKey } from '../queries.ts'

/** Shows a contact as the server answered it, here and by name in the lists. */
export function useShowContact(): (contact: Contact) => void {
  const queries = useQueryClient()
  return useCallback(
    (contact) => {
      queries.setQueryData(contactQuery(contact.id).queryKey, contact)
      void queries.invalidateQueries({ queryKey: listsKey })
      void queries.invalidateQueries({ queryKey: ['conversations', 'one'] })
    },
    [queries],
  )
}
