import type { EventType } from '@switchboard/contract'

type GroupOf<Type> = Type extends `${infer Group}.${string}` ? Group : never

/** What events are about. Exhaustive: another kind of event does not compile until it stands here. */
const named: Readonly<Record<GroupOf<EventType>, true>> = {
  message: true,
  approval: true,
  reaction: true,
  conversation: true,
  note: true,
  contact: true,
  group: true,
  call: true,
  media: true,
  workspace: true,
  account: true,
  template: true,
  broadcast: true,
  inbox: true,
  webhook: true,
}

/** As patterns that an endpoint asks for: `message.*`. */
export const eventPatterns = Object.keys(named).map((group) => `${group}.*`)
