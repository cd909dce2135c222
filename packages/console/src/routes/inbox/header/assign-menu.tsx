import type { Conversation } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { UserRoundPlus, UserRoundX } from 'lucide-react'
import { membersQuery } from '../../../api/members.ts'
import { Avatar } from '../../../components/avatar.tsx'
import { Button } from '../../../components/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu.tsx'
import { useCommand } from '../../../keys/command-provider.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { useChangeState } from '../use-change-state.ts'

/** Says who answers. */
export function AssignMenu({ conversation }: { readonly conversation: Conversation }) {
  const words = useTranslations('inbox.assign')
  const { me, can } = useSession()
  const { mutate } = useChangeState(conversation.id)
  const { data: members } = useQuery({ ...membersQuery, enabled: can('members:read') })
  const { assignee } = conversation
  const isMine = assignee?.id === me.id
  useCommand({
    id: 'inbox.assignToMe',
    title: isMine ? words('release') : words('toMe'),
    keys: 'Alt+KeyA',
    run: () => mutate({ assigneeId: isMine ? null : 'me' }),
  })
  return (
    <Menu
      trigger={
        <Button
          kind="ghost"
          className="px-2"
          aria-label={assignee ? words('assigned', { name: assignee.name }) : words('title')}
        >
          {assignee ? <Avatar name={assignee.name} size="small" /> : <UserRoundPlus aria-hidden />}
          <span className="hidden max-w-24 truncate 2xl:inline">{assignee ? assignee.name : words('title')}</span>
        </Button>
      }
    >
      {!isMine && (
        <>
          <MenuItem icon={UserRoundPlus} onSelect={() => mutate({ assigneeId: 'me' })}>
            {words('toMe')}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      {members?.items.map(({ id, name }) => (
        <MenuItem key={id} checked={assignee?.id === id} onSelect={() => mutate({ assigneeId: id })}>
          <span className="flex items-center gap-2">
            <Avatar name={name} size="small" />
            <span className="truncate">{id === me.id ? words('me', { name }) : name}</span>
          </span>
        </MenuItem>
      ))}
      {assignee && (
        <>
          <MenuSeparator />
          <MenuItem icon={UserRoundX} onSelect={() => mutate({ assigneeId: null })}>
            {words('nobody')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
