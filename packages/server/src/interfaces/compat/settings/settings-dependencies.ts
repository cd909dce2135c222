import type { AccountId, ConnectedAccount, WorkspaceId } from '@switchboard/contract'
import type { AccountDesk } from '../../../accounts/account-desk.ts'

/** What the older settings addresses need: the functions of `/v1/accounts`. */
export interface SettingsDependencies {
  readonly desk: AccountDesk
  readonly list: (workspaceId: WorkspaceId) => Promise<readonly ConnectedAccount[]>
  readonly show: (workspaceId: WorkspaceId, id: AccountId) => Promise<ConnectedAccount>
  readonly onEvents: () => void
}
