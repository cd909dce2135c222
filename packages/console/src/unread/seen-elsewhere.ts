import type { Conversation } from '@switchboard/contract'
import { useEffect, useEffectEvent } from 'react'

const name = 'switchboard.seen'

/** Says in this person's other tabs that they have read a conversation here. */
export function tellSeen(conversation: Conversation): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage(conversation)
  channel.close()
}

/** Calls back with a conversation, as it is now, that was read in another tab. */
export function useSeenElsewhere(onSeen: (conversation: Conversation) => void): void {
  const tell = useEffectEvent(onSeen)
  useEffect(() => {
    const channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }: MessageEvent<Conversation>) => tell(data) // as tellSeen() sent it
    return () => channel.close()
  }, [])
}
