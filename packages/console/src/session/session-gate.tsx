import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { LogoMark } from '../components/logo-mark.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { meQuery } from './queries.ts'
import { SessionContext, sessionOf } from './session.ts'

/** Shows the pages to whoever is signed in; everybody else is led to the sign-in page (api/request.ts) and back. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useQuery(meQuery)
  const began = useRef<string>(undefined)
  useEffect(() => {
    if (!data) return
    began.current ??= data.workspaceId
    // Another tab went into another workspace with this session: nothing that is shown here is of it.
    if (began.current !== data.workspaceId) location.assign('/app/')
  }, [data])
  if (data) return <SessionContext value={sessionOf(data)}>{children}</SessionContext>
  return (
    <main className="grid min-h-full place-items-center p-6" aria-busy={error === null}>
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : (
        <LogoMark className="size-10 animate-pulse" />
      )}
    </main>
  )
}
