import type { App } from '../app.ts'
import { registerCannedReplies } from './canned-replies/index.ts'
import { registerChangeState } from './conversations/change-state.ts'
import { registerConversationHistory } from './conversations/history.ts'
import { registerNotes } from './conversations/notes.ts'
import { registerPresence } from './conversations/presence.ts'
import { registerMarkSeen } from './conversations/seen.ts'
import type { TeamDesk } from './conversations/team-desk.ts'
import { registerLabels } from './labels/index.ts'

/** What a team does among itself: who answers what, labels, notes, texts that are written often. The customer sees none of it. */
export function registerTeamSide(app: App, desk: TeamDesk): void {
  registerChangeState(app, desk)
  registerConversationHistory(app, desk)
  registerMarkSeen(app, desk)
  registerPresence(app, desk)
  registerNotes(app, desk)
  registerLabels(app, desk)
  registerCannedReplies(app, desk)
}
