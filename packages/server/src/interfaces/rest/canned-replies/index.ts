import type { App } from '../../app.ts'
import type { TeamDesk } from '../conversations/team-desk.ts'
import { registerManageCannedReplies } from './manage.ts'
import { registerRenderCannedReply } from './render.ts'

/** `/v1/canned-replies`: texts that are written often. */
export function registerCannedReplies(app: App, desk: Pick<TeamDesk, 'db' | 'pool'>): void {
  registerManageCannedReplies(app, desk)
  registerRenderCannedReply(app, desk)
}
