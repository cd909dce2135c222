import type { App } from '../../app.ts'
import { registerListDuplicates } from './duplicates.ts'
import { registerMergeContacts } from './merge.ts'
import { registerListMerges, registerUndoMerge } from './merges.ts'
import type { MergingDependencies } from './merging-dependencies.ts'

/** Who is who: duplicates, joining by hand, taking apart. */
export function registerMerging(app: App, dependencies: MergingDependencies): void {
  registerListDuplicates(app, dependencies)
  registerMergeContacts(app, dependencies)
  registerListMerges(app, dependencies)
  registerUndoMerge(app, dependencies)
}
