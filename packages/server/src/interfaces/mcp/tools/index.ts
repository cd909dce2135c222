import { cancelMessageTool } from './cancel-message.ts'
import { getContactTool } from './get-contact.ts'
import { getConversationTool } from './get-conversation.ts'
import { getMessageContextTool } from './get-message-context.ts'
import { getMessageStatusTool } from './get-message-status.ts'
import { getStatsTool } from './get-stats.ts'
import { getWhatsappSettingsTool } from './get-whatsapp-settings.ts'
import { listAccountsTool } from './list-accounts.ts'
import { listApprovalsTool } from './list-approvals.ts'
import { listCallsTool } from './list-calls.ts'
import { listConversationsTool } from './list-conversations.ts'
import { listMessagesTool } from './list-messages.ts'
import { listTemplatesTool } from './list-templates.ts'
import { markReadTool } from './mark-read.ts'
import { searchContactsTool } from './search-contacts.ts'
import { searchMessagesTool } from './search-messages.ts'
import { sendBulkMessagesTool } from './send-bulk-messages.ts'
import { sendMediaTool } from './send-media.ts'
import { sendMessageTool } from './send-message.ts'
import { sendReactionTool } from './send-reaction.ts'
import { sendTemplateTool } from './send-template.ts'
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

/** Sending, and what one has to know to do it. */
export const sendTools: readonly Tool[] = [
  sendMessageTool,
  sendMediaTool,
  sendTemplateTool,
  sendReactionTool,
  sendBulkMessagesTool,
  markReadTool,
  cancelMessageTool,
  getMessageStatusTool,
  listTemplatesTool,
  listApprovalsTool,
  getWhatsappSettingsTool,
]
