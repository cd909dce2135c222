import type { App } from '../../app.ts'
import type { AssistantsDesk } from './assistant.ts'
import { registerAssistantConnection } from './connection.ts'
import { registerListAssistants } from './list.ts'
import { registerRevokeAssistant } from './revoke.ts'

export function registerAssistants(app: App, desk: AssistantsDesk): void {
  registerListAssistants(app, desk)
  registerRevokeAssistant(app, desk)
  registerAssistantConnection(app, desk.connection ?? (() => ({ publicUrl: null, program: null })))
}
