import type { Actor } from '@switchboard/contract'
import type { Principal } from '../../../access/principal.ts'

/** Whoever asks, as histories name them. */
export function actorOf({ kind, id, name }: Principal): Actor {
  return { kind, id, name }
}
