import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { InboxSearch } from './inbox-search.ts'
import type { InboxFilter } from './views.ts'

export interface Inbox {
  readonly search: InboxSearch
  readonly filter: InboxFilter
  readonly conversationId: string | undefined
  /** Changes the address and nothing else of it; undefined takes something out. */
  readonly change: (change: { readonly [Key in keyof InboxSearch]: InboxSearch[Key] | undefined }) => void
  /** undefined: the list alone. */
  readonly open: (conversationId: string | undefined) => void
}

/** What the address says of the inbox, and how to say something else. */
export function useInbox(): Inbox {
  const navigate = useNavigate()
  const search = useSearch({ from: '/inbox' })
  const { conversationId } = useParams({ strict: false })
  const { view = 'open', account, label, q } = search
  const filter = useMemo(() => ({ view, account, label, q }), [view, account, label, q])
  const change = useCallback<Inbox['change']>(
    (changed) => {
      const next = (former: InboxSearch) => readable({ ...former, ...changed })
      void (conversationId === undefined
        ? navigate({ to: '/inbox', search: next, replace: true })
        : navigate({ to: '/inbox/$conversationId', params: { conversationId }, search: next, replace: true }))
    },
    [navigate, conversationId],
  )
  const open = useCallback<Inbox['open']>(
    (id) => {
      const next = ({ around: _around, message: _message, part: _part, picture: _picture, ...others }: InboxSearch) =>
        others
      void (id === undefined
        ? navigate({ to: '/inbox', search: next })
        : navigate({ to: '/inbox/$conversationId', params: { conversationId: id }, search: next }))
    },
    [navigate],
  )
  return { search, filter, conversationId, change, open }
}

/** Without what is undefined. */
function readable(search: { readonly [Key in keyof InboxSearch]: InboxSearch[Key] | undefined }): InboxSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}
