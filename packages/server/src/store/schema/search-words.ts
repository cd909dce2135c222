import type { WorkspaceId } from '@switchboard/contract'

export interface SearchWordsTable {
  workspace_id: WorkspaceId
  word: string
}
