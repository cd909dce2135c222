import type { ApiKey } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery } from '../../../api/keys.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Page } from '../../../components/page.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { KeyRow } from './key-row.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'

const isOver = ({ revokedAt, expiresAt }: ApiKey) =>
  revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now())

/** `/app/settings/keys` */
export function KeysSection() {
  const words = useTranslations('settings')
  const keys = useQuery(keysQuery)
  const [making, setMaking] = useState(false)
  const [showsOver, setShowsOver] = useState(false)
  const over = keys.data?.items.filter(isOver).length ?? 0
  return (
    <Page
      title={words('sections.keys')}
      intro={words('about.keys')}
      actions={
        <Button kind="primary" onClick={() => setMaking(true)}>
          <Plus /> {words('keys.add')}
        </Button>
      }
    >
      <Loaded query={keys}>
        {({ items }) => {
          const shown = items.filter((key) => showsOver || !isOver(key))
          return shown.length === 0 ? (
            <EmptyState icon={KeyRound} title={words('keys.none')}>
              {words('keys.noneWhy')}
            </EmptyState>
          ) : (
            <Card className="py-1 sm:py-1">
              <ul className="divide-y" aria-label={words('sections.keys')}>
                {shown.map((key) => (
                  <KeyRow key={key.id} apiKey={key} isOver={isOver(key)} />
                ))}
              </ul>
            </Card>
          )
        }}
      </Loaded>
      {over > 0 && (
        <Button kind="link" className="justify-self-start" onClick={() => setShowsOver(!showsOver)}>
          {showsOver ? words('keys.hideOver') : words('keys.showOver', { count: over })}
        </Button>
      )}
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </Page>
  )
}
