import type { App } from '../../app.ts'
import { registerCreateKey } from './create.ts'
import { registerListKeys } from './list.ts'
import { type RevokeKeyDependencies, registerRevokeKey } from './revoke.ts'

export function registerKeys(app: App, dependencies: RevokeKeyDependencies): void {
  registerListKeys(app, dependencies)
  registerCreateKey(app, dependencies)
  registerRevokeKey(app, dependencies)
}
