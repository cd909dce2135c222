import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { membersQuery } from '../../../api/members.ts'
import { Button } from '../../../components/button.tsx'
import { Page } from '../../../components/page.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { InvitationsBlock } from './invitations-block.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberRow } from './member-row.tsx'

/** `/app/settings/members` */
export function MembersSection() {
  const words = useTranslations('settings')
  const { can } = useSession()
  const members = useQuery(membersQuery)
  const [inviting, setInviting] = useState(false)
  const manages = can('members:manage')
  return (
    <Page
      title={words('sections.members')}
      intro={words('about.members')}
      actions={
        manages && (
          <Button kind="primary" onClick={() => setInviting(true)}>
            <UserPlus /> {words('members.invite')}
          </Button>
        )
      }
    >
      <Block title={words('members.people')}>
        <Loaded query={members}>
          {({ items }) => (
            <ul className="-my-2 divide-y" aria-label={words('members.people')}>
              {items.map((member) => (
                <MemberRow key={member.id} member={member} manages={manages} />
              ))}
            </ul>
          )}
        </Loaded>
      </Block>
      {manages && <InvitationsBlock />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  )
}
