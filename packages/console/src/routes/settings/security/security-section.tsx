import { useQuery } from '@tanstack/react-query'
import { Page } from '../../../components/page.tsx'
import { profileQuery } from '../../../session/queries.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Loaded } from '../loaded.tsx'
import { ConnectionsBlock } from './connections-block.tsx'
import { PasskeysBlock } from './passkeys-block.tsx'
import { PasswordBlock } from './password-block.tsx'
import { SecondFactorBlock } from './second-factor-block.tsx'
import { SessionsBlock } from './sessions-block.tsx'

/** `/app/settings/security`: how one signs in, and where one is. */
export function SecuritySection() {
  const words = useTranslations('settings')
  const profile = useQuery(profileQuery)
  return (
    <Page title={words('sections.security')} intro={words('about.security')}>
      <Loaded query={profile} skeleton="h-96">
        {(data) => (
          <>
            <PasswordBlock profile={data} />
            <SecondFactorBlock profile={data} />
            <PasskeysBlock />
            <ConnectionsBlock />
            <SessionsBlock />
          </>
        )}
      </Loaded>
    </Page>
  )
}
