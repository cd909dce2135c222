import { getContactTool } from './get-contact.ts'
import { getConversationTool } from './get-conversation.ts'
import { getMessageContextTool } from './get-message-context.ts'
import { getStatsTool } from './get-stats.ts'
import { listAccountsTool } from './list-accounts.ts'
import { listCallsTool } from './list-calls.ts'
import { listConversationsTool } from './list-conversations.ts'
import { listMessagesTool } from './list-messages.ts'
import { searchContactsTool } from './search-contacts.ts'
import { searchMessagesTool } from './search-messages.ts'
import type { Tool } from './tool.ts'

export const readTools: readonly Tool[] = [
  listConversationsTool,
  getConversationTool,
  listMessagesTool,
  getMessageContextTool,
  searchMessagesTool,
  searchContactsTool,
  getContactTool,
  listCallsTool,
  listAccountsTool,
  getStatsTool,
]
