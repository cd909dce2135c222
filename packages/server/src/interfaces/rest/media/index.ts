import type { App } from '../../app.ts'
import { registerMediaContent } from './content.ts'
import { registerGetMedia } from './get.ts'
import { registerUploadMedia, type UploadDependencies } from './upload.ts'

/** Files: their bytes, what is known of them, and uploads. */
export function registerMedia(app: App, dependencies: UploadDependencies): void {
  registerMediaContent(app, dependencies)
  registerGetMedia(app, dependencies)
  registerUploadMedia(app, dependencies)
}
