import type { Conversation } from '@switchboard/contract'

export interface ComposerProps {
  readonly conversation: Conversation
}

/** Where a person answers: text, files, templates, notes; what may be sent now, and why not. */
export function Composer({ conversation }: ComposerProps) {
  return <form aria-label={conversation.id} />
}
