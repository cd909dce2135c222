import { readers } from './context.ts'
import { bodiesOfWorkspace } from './ingest/project/bodies-of-workspace.ts'
import { replay } from './ingest/project/replay.ts'
import type { App } from './interfaces/app.ts'
import { registerInbox } from './interfaces/rest/inbox/index.ts'
import type { Store } from './startup/open-store.ts'
import type { TransportName } from './transports/webhook-reader.ts'

/** Raw bodies are kept before anybody knows whose they are; each workspace is shown its own. */
export function composeInbox(app: App, { pool, db }: Pick<Store, 'pool' | 'db'>, onEvents: () => void): void {
  registerInbox(app, {
    db,
    async bodiesOf(workspaceId, bodies) {
      const rows = bodies.map((raw) => ({
        ...raw,
        // It may be of a newer version: then there is no reader for it.
        transport: raw.transport as TransportName,
        receivedAt: new Date(raw.receivedAt),
      }))
      const own = new Set((await bodiesOfWorkspace(pool, readers, workspaceId, rows)).map(({ seq }) => seq))
      return bodies.filter(({ seq }) => own.has(seq))
    },
    replay: (workspaceId, selection) => replay({ pool, readers, onEvents, workspaceId }, selection),
  })
}
