import type { Presence } from '@switchboard/contract'
import { useCallback, useEffect, useRef, useState } from 'react'
import { request } from '../../api/request.ts'

/** As long as the server takes somebody for there is a little more than two of these. */
const everyMilliseconds = 5_000
/** Who has stopped typing for so long only looks. */
const typingMilliseconds = 4_000

export interface PresenceHere {
  readonly others: readonly Presence[]
  /** Call whenever something is typed. */
  readonly onTyping: () => void
}

/** Says that this person is in the conversation as long as the page is in front, and hears who else is. */
export function usePresence(conversationId: string): PresenceHere {
  const [others, setOthers] = useState<readonly Presence[]>([])
  const typedAt = useRef(0)
  const say = useRef<() => void>(undefined)
  useEffect(() => {
    const address = `/v1/conversations/${conversationId}/presence`
    let timer: ReturnType<typeof setTimeout> | undefined
    let isHere = true
    const tell = async () => {
      clearTimeout(timer)
      const state = Date.now() - typedAt.current < typingMilliseconds ? 'typing' : 'viewing'
      if (document.visibilityState === 'visible') {
        try {
          const answer = await request<{ others: Presence[] }>(address, { method: 'POST', body: { state } })
          if (isHere) setOthers(answer.others)
        } catch {
          // Nobody is shown who may have left; the next time tells.
          if (isHere) setOthers([])
        }
      }
      clearTimeout(timer)
      if (isHere) timer = setTimeout(() => void tell(), everyMilliseconds)
    }
    const leave = () => {
      // A page that goes away has no time for an answer.
      const options = { method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' } } as const
      void fetch(address, { ...options, body: JSON.stringify({ state: 'left' }) }).catch(() => undefined)
    }
    const onVisible = () => (document.visibilityState === 'visible' ? void tell() : leave())
    say.current = () => void tell()
    void tell()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isHere = false
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
      setOthers([])
      leave()
    }
  }, [conversationId])
  const onTyping = useCallback(() => {
    const isNew = Date.now() - typedAt.current >= typingMilliseconds
    typedAt.current = Date.now()
    if (isNew) say.current?.()
  }, [])
  return { others, onTyping }
}
