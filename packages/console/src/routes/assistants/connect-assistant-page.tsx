import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { Field } from '../../components/field.tsx'
import { Select } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { clientIds, clientNames, usesKey } from './clients.ts'
import { MakeKey } from './make-key.tsx'
import { type Connection, connectionQuery } from './queries.ts'

/** One assistant: which program it is, what it may, and what is to be pasted into it. */
export function ConnectAssistantPage() {
  const words = useTranslations('assistants')
  const { client = 'claude-code' } = useSearch({ from: '/assistants/connect' })
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(connectionQuery)
  return (
    <Page title={words('connect')} intro={words('connectIntro')}>
      <Card>
        <Field label={words('client')}>
          <Select
            value={client}
            onChange={({ target }) => {
              const next = clientIds.find((each) => each === target.value)
              void navigate({ to: '.', search: next ? { client: next } : {}, replace: true })
            }}
          >
            {clientIds.map((id) => (
              <option key={id} value={id}>
                {id === 'other' ? words('other') : clientNames[id]}
              </option>
            ))}
          </Select>
        </Field>
      </Card>
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-72" />}
      {data &&
        (usesKey(client) ? (
          // Another program gets another key.
          <MakeKey key={client} client={client} connection={data} />
        ) : (
          <ByAddress connection={data} client={client === 'chatgpt' ? 'chatgpt' : 'claude-web'} />
        ))}
    </Page>
  )
}

/** They run elsewhere: the address has to be a public one, and a person allows it on our page. */
function ByAddress({
  connection,
  client,
}: {
  readonly connection: Connection
  readonly client: 'chatgpt' | 'claude-web'
}) {
  const words = useTranslations('assistants')
  const { publicUrl } = connection
  return (
    <Card className="grid gap-5">
      {publicUrl ? (
        <CopyField label={words('address')} text={publicUrl} hint={words('addressHint')} />
      ) : (
        <section className="grid gap-2 rounded-lg border border-warning/40 bg-warning-soft p-4">
          <h2 className="font-medium text-warning">{words('unreachable.title')}</h2>
          <p className="text-pretty text-ink">{words('unreachable.text')}</p>
        </section>
      )}
      <ol className="grid list-decimal gap-1.5 ps-5 text-soft">
        <li>{words(`where.${client}`)}</li>
        <li>{words('oauth.sign')}</li>
        <li>{words('oauth.appears')}</li>
      </ol>
    </Card>
  )
}
