import { MessageId } from '@switchboard/contract'
import { getMessage } from '../../../store/queries/get-message.ts'
import { fitSingle } from '../boundary/fit.ts'
import { foreignJson } from '../boundary/foreign.ts'
import { messageView, peopleIn } from '../views/message.ts'
import { peopleOf } from '../views/person.ts'
import { timeShower } from '../views/time.ts'
import { defineResource } from './resource.ts'

const longestText = 12_000
const mostStatuses = 50

export const messageResource = defineResource({
  name: 'message',
  title: 'Message',
  description: 'One WhatsApp message with its receipts, its edits and what it answers.',
  template: 'switchboard://messages/{id}',
  async read(id, { db, principal }) {
    const messageId = MessageId.safeParse(id)
    if (!messageId.success) return null
    const message = await getMessage(db, principal.workspaceId, { messageId: messageId.data })
    if (!message) return null
    const time = timeShower(undefined)
    return fitSingle({
      clip: longestText,
      render: (clip) => ({
        people: peopleOf([message, ...(message.quoted ? [message.quoted] : [])].flatMap(peopleIn)),
        message: messageView(message, { time, clip }),
        statuses: message.statuses.slice(-mostStatuses).map(({ status, at, recipient }) => ({ status, at, recipient })),
        revisions: message.revisions.slice(-5).map(({ revision, at, content }) => ({
          revision,
          at,
          content: content ? foreignJson(content, 'contact', Math.min(clip, 1_000)) : undefined,
        })),
        quoted: message.quoted ? messageView(message.quoted, { time, clip: Math.min(clip, 1_000) }) : null,
      }),
    })
  },
})
