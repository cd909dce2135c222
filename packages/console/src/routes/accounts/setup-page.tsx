import type { ConnectedAccount } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { accountName } from '../../api/accounts.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { accountQuery } from './queries.ts'
import { Steps } from './steps.tsx'
import { TestMessage } from './test-message.tsx'
import { WebhookPanel } from './webhook-panel.tsx'

function introOf({ connection, transport }: ConnectedAccount, isTest: boolean) {
  if (!isTest) return 'webhook.intro'
  if (connection.simulated) return 'test.introSimulated'
  return transport === 'test' ? 'test.introTrying' : 'test.intro'
}

/** Third and fourth step, of a number that is saved: its webhooks arrive, and a message of it does. */
export function SetupPage() {
  const words = useTranslations('accounts')
  const { accountId, step } = useParams({ from: '/accounts/$accountId/setup/$step' })
  const { data: account, error, refetch } = useQuery(accountQuery(accountId))
  const isTest = step === 'test'
  return (
    <Page
      title={words(isTest ? 'test.title' : 'webhook.title')}
      intro={account && words(introOf(account, isTest), { account: accountName(account) })}
    >
      <Steps current={isTest ? 'test' : 'webhook'} without={account?.transport === 'test' ? ['webhook'] : []} />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!account && !error && <Skeleton className="h-80" />}
      {account && (
        <>
          <Card>{isTest ? <TestMessage account={account} /> : <WebhookPanel account={account} />}</Card>
          <div className="flex flex-wrap justify-end gap-2">
            {isTest ? (
              <Button asChild kind="primary">
                <Link to="/accounts/$accountId" params={{ accountId }}>
                  {words('done')}
                </Link>
              </Button>
            ) : (
              <Button asChild kind="primary">
                <Link to="/accounts/$accountId/setup/$step" params={{ accountId, step: 'test' }}>
                  {words('toTest')}
                </Link>
              </Button>
            )}
          </div>
        </>
      )}
    </Page>
  )
}
