import type { Contact, Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { request } from '../api/request.ts'
import { useSession } from '../session/session.ts'

const patienceMilliseconds = 150
const most = 6

/** Somebody or a group that the server knows by what was typed. */
export interface Found {
  readonly id: string
  readonly name: string
  readonly detail: string | undefined
  readonly run: () => void
}

/** Conversations with whoever is called so, and the people with whom there is none yet. Empty until the server has answered about exactly this. */
export function usePeopleFound(typed: string): readonly Found[] {
  const { can } = useSession()
  const navigate = useNavigate()
  const q = useSettled(typed.trim())
  const isAsked = q !== '' && q === typed.trim()
  const conversations = useQuery({
    queryKey: ['palette', 'conversations', q],
    queryFn: ({ signal }) =>
      request<{ items: readonly Conversation[] }>('/v1/conversations', { query: { q, limit: most }, signal }),
    enabled: isAsked && can('conversations:read'),
  })
  const contacts = useQuery({
    queryKey: ['palette', 'contacts', q],
    queryFn: ({ signal }) =>
      request<{ items: readonly Contact[] }>('/v1/contacts', { query: { q, limit: most }, signal }),
    enabled: isAsked && can('contacts:read'),
  })
  if (!isAsked) return []
  const inConversation = conversations.data?.items ?? []
  const known = new Set(inConversation.map(({ contact }) => contact?.id))
  return [
    ...inConversation.map(({ id, contact, subject, groupId }) => ({
      ...named(id, contact?.name ?? subject, contact?.phone ?? contact?.username ?? groupId),
      run: () => void navigate({ to: '/inbox/$conversationId', params: { conversationId: id } }),
    })),
    ...(contacts.data?.items ?? [])
      .filter(({ id }) => !known.has(id))
      .map(({ id, name, phone, username }) => ({
        ...named(id, name, phone ?? username),
        run: () => void navigate({ to: '/contacts/$contactId', params: { contactId: id } }),
      })),
  ]
}

function named(id: string, name: string | null | undefined, address: string | null): Omit<Found, 'run'> {
  return { id, name: name ?? address ?? id, detail: name ? (address ?? undefined) : undefined }
}

/** What was typed, when nothing has been for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), patienceMilliseconds)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
