import { SendingSettings, SendingSettingsReport, type WorkspaceId } from '@switchboard/contract'
import { optWords } from '../../../ingest/project/opt-out-words.ts'
import { getSendingSettings, putSendingSettings } from '../../../outbox/sending-settings.ts'
import { inTransaction } from '../../../store/in-transaction.ts'
import type { App } from '../../app.ts'
import { principalOf } from '../../require-scope.ts'
import type { Sending } from '../../sending.ts'

/** `GET|PUT /v1/settings/sending`: who may be written to, which words opt people out and in, what assistants may. */
export function registerSendingSettings(app: App, { pool }: Pick<Sending, 'pool'>): void {
  const report = async (workspaceId: WorkspaceId): Promise<SendingSettingsReport> => ({
    ...(await getSendingSettings(pool, workspaceId)),
    builtInWords: { stop: byLanguage('out'), start: byLanguage('in') },
  })
  app.get(
    '/v1/settings/sending',
    {
      schema: {
        summary: 'What holds for everything that is sent',
        description: 'With the words that opt people out and in everywhere, by language.',
        tags: ['settings'],
        response: { 200: SendingSettingsReport },
      },
    },
    (request) => report(principalOf(request).workspaceId),
  )
  app.put(
    '/v1/settings/sending',
    {
      schema: {
        summary: 'Change what holds for everything that is sent',
        description:
          'The settings as a whole. A number on the list is written with its country. What is queued already is not looked at again.',
        tags: ['settings'],
        body: SendingSettings,
        response: { 200: SendingSettingsReport },
      },
    },
    async (request) => {
      const { workspaceId, kind, name } = principalOf(request)
      const change = { workspaceId, settings: request.body, by: `${kind}:${name}` }
      await inTransaction(pool, (tx) => putSendingSettings(tx, change))
      return report(workspaceId)
    },
  )
}

function byLanguage(choice: 'out' | 'in'): Record<string, string[]> {
  return Object.fromEntries(Object.entries(optWords[choice]).map(([language, words]) => [language, [...words]]))
}
