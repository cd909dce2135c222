import type { App } from '../../app.ts'
import { registerDeleteProvider } from './delete-provider.ts'
import { registerPutDefaultProvider } from './put-default.ts'
import { registerPutProvider } from './put-provider.ts'
import type { SettingsDependencies } from './settings-dependencies.ts'

/** `/api/settings/whatsapp-providers` of the journey system whose users move here, as translations onto accounts. */
export function registerCompatSettings(app: App, dependencies: SettingsDependencies): void {
  registerPutProvider(app, dependencies)
  registerPutDefaultProvider(app, dependencies)
  registerDeleteProvider(app, dependencies)
}
