import type { App } from '../../app.ts'
import { registerCreateTemplate } from './create.ts'
import { registerDeleteTemplate } from './delete.ts'
import { registerEditTemplate } from './edit.ts'
import { registerGetTemplate } from './get.ts'
import { registerListTemplates } from './list.ts'
import { registerRenderTemplate } from './render.ts'
import { registerSyncTemplates } from './sync.ts'
import { registerTemplateSyncState } from './sync-state.ts'
import type { TemplateDependencies } from './template-dependencies.ts'
import { registerTestTemplate } from './test.ts'

/** Templates: those that the provider has, their review, and what becomes of them with values. */
export function registerTemplates(app: App, dependencies: TemplateDependencies): void {
  registerListTemplates(app, dependencies)
  registerGetTemplate(app, dependencies)
  registerCreateTemplate(app, dependencies)
  registerEditTemplate(app, dependencies)
  registerDeleteTemplate(app, dependencies)
  registerRenderTemplate(app, dependencies)
  registerTestTemplate(app, dependencies)
  registerSyncTemplates(app, dependencies)
  registerTemplateSyncState(app, dependencies)
}
