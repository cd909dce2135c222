import { Media, MediaId } from '@switchboard/contract'
import { z } from 'zod'
import type { Database } from '../../../store/database.ts'
import type { App } from '../../app.ts'
import { findMedia } from './find.ts'

/** `GET /v1/media/:id/meta`: what is known of a file, and how far its download came. */
export function registerGetMedia(app: App, { db }: { readonly db: Database }): void {
  app.get(
    '/v1/media/:id/meta',
    {
      schema: { summary: 'About a file', tags: ['media'], params: z.object({ id: MediaId }), response: { 200: Media } },
    },
    async (request) => (await findMedia(db, request, request.params.id)).media,
  )
}
