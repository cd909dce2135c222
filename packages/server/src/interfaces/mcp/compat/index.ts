import { getWhatsappSettingsTool } from '../tools/get-whatsapp-settings.ts'
import type { Tool } from '../tools/tool.ts'
import { downloadMediaTool } from './download-media.ts'
import { getActiveCallsTool } from './get-active-calls.ts'
import { getCallHistoryTool } from './get-call-history.ts'
import { getChatTool } from './get-chat.ts'
import { getContactChatsTool } from './get-contact-chats.ts'
import { getDirectChatByContactTool } from './get-direct-chat-by-contact.ts'
import { getLastInteractionTool } from './get-last-interaction.ts'
import { compatGetMessageContextTool } from './get-message-context.ts'
import { getMessageHistoryTool } from './get-message-history.ts'
import { getMessagesTool } from './get-messages.ts'
import { getWhatsappTemplatesTool } from './get-whatsapp-templates.ts'
import { listChatsTool } from './list-chats.ts'
import { compatListMessagesTool } from './list-messages.ts'
import { compatSearchContactsTool } from './search-contacts.ts'
import { compatSearchMessagesTool } from './search-messages.ts'
import { compatSendBulkMessagesTool } from './send-bulk-messages.ts'
import { sendAudioMessageTool, sendFileTool } from './send-file.ts'
import { compatSendMessageTool } from './send-message.ts'

/** Names and arguments that other systems' users have set up; each means what it meant there. */
export const compatTools: readonly Tool[] = [
  // lharries/whatsapp-mcp
  compatSearchContactsTool,
  compatListMessagesTool,
  listChatsTool,
  getChatTool,
  getDirectChatByContactTool,
  getContactChatsTool,
  getLastInteractionTool,
  compatGetMessageContextTool,
  compatSendMessageTool,
  sendFileTool,
  sendAudioMessageTool,
  downloadMediaTool,
  // the ingestion system
  getMessagesTool,
  compatSearchMessagesTool,
  // frappe_whatsapp
  getCallHistoryTool,
  getActiveCallsTool,
  getMessageHistoryTool,
  getWhatsappTemplatesTool,
  // the same here and there
  { ...getWhatsappSettingsTool, toolset: 'compat' },
  compatSendBulkMessagesTool,
]
