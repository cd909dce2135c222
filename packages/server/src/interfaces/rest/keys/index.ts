import type { App } from '../../app.ts'
import { registerCreateKey } from './create.ts'
import { registerListKeys } from './list.ts'
import { type RevokeKeyDependencies, registerRevokeKey } from './revoke.ts'
import { registerRotateKey } from './rotate.ts'
import { registerUpdateKey, type UpdateKeyDependencies } from './update.ts'

export function registerKeys(app: App, dependencies: RevokeKeyDependencies & UpdateKeyDependencies): void {
  registerListKeys(app, dependencies)
  registerCreateKey(app, dependencies)
  registerUpdateKey(app, dependencies)
  registerRotateKey(app, dependencies)
  registerRevokeKey(app, dependencies)
}
