import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import type { ClientId } from './clients.ts'
import { configurationOf } from './configurations.ts'
import type { Connection } from './queries.ts'

export interface ShownConfigurationProps {
  readonly client: ClientId
  readonly connection: Connection
  /** Shown this once: the server keeps only its hash. */
  readonly apiKey: string
}

/** What to paste where. The address is the one under which the person sees this page: from there it works. */
export function ShownConfiguration({ client, connection, apiKey }: ShownConfigurationProps) {
  const words = useTranslations('assistants')
  const url = `${location.origin}/mcp`
  const configuration = configurationOf(client, { url, key: apiKey, program: connection.program })
  if (!configuration || client === 'chatgpt' || client === 'claude-web') return null
  return (
    <Card className="grid gap-5">
      <p className="rounded-lg bg-warning-soft p-3 text-warning">{words('once')}</p>
      <p className="text-pretty text-soft">{words(`where.${client}`)}</p>
      <CopyField label={configuration.file ?? words('terminal')} text={configuration.text} />
      <CopyField label={words('key')} text={apiKey} />
    </Card>
  )
}
