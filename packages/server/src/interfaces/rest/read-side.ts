import type { Database } from '../../store/database.ts'
import type { App } from '../app.ts'
import { registerGetCall } from './calls/get.ts'
import { registerListCalls } from './calls/list.ts'
import { registerGetContact } from './contacts/get.ts'
import { registerListContacts } from './contacts/list.ts'
import { registerCountConversations } from './conversations/counts.ts'
import { registerGetConversation } from './conversations/get.ts'
import { registerListConversations } from './conversations/list.ts'
import { registerListConversationMessages } from './conversations/list-messages.ts'
import { registerGetMessage } from './messages/get.ts'
import { registerListMessages } from './messages/list.ts'
import { registerSearch } from './search/search.ts'
import { registerGetStats } from './stats/get.ts'

const routes = [
  registerListContacts,
  registerGetContact,
  registerListConversations,
  registerCountConversations,
  registerGetConversation,
  registerListConversationMessages,
  registerListMessages,
  registerGetMessage,
  registerSearch,
  registerListCalls,
  registerGetCall,
  registerGetStats,
]

/** Everything under `/v1` that only reads what the projection made. */
export function registerReadSide(app: App, dependencies: { readonly db: Database }): void {
  for (const register of routes) register(app, dependencies)
}
