import type { Member } from '@switchboard/contract'
import { Ellipsis, KeyRound, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Avatar } from '../../../components/avatar.tsx'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../components/menu.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useSession } from '../../../session/session.ts'
import { useTranslations } from '../../../strings/use-translations.ts'
import { LinkDialog } from './link-dialog.tsx'
import { useMemberActions } from './queries.ts'
import { RoleSelect } from './role-select.tsx'
import { useGivableRoles } from './use-givable-roles.ts'

export interface MemberRowProps {
  readonly member: Member
  /** Whether this person may change members at all. */
  readonly manages: boolean
}

export function MemberRow({ member, manages }: MemberRowProps) {
  const words = useTranslations('settings')
  const format = useFormatter()
  const toast = useToast()
  const { me } = useSession()
  const givable = useGivableRoles()
  const { changeRole, remove, reset } = useMemberActions()
  const [removing, setRemoving] = useState(false)
  const { id, name, email, role, secondFactor, lastSeenAt } = member
  const isSelf = id === me.id
  const may = manages && givable.includes(role)
  const address = email.endsWith('.invalid') ? words('members.noEmail') : email
  const seen = lastSeenAt
    ? words('members.seenAt', { at: format.dateTime(new Date(lastSeenAt), { dateStyle: 'medium' }) })
    : words('members.notSeen')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <Avatar name={name} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span dir="auto" className="min-w-0 truncate">
            {name}
          </span>
          {isSelf && <Badge tone="good">{words('members.you')}</Badge>}
          {secondFactor && <Badge tone="info">{words('members.secondFactor')}</Badge>}
        </p>
        <p className="truncate text-faint text-xs">
          {address} · {seen}
        </p>
      </div>
      {may && !isSelf ? (
        <RoleSelect
          label={words('members.roleOf', { name })}
          value={role}
          disabled={changeRole.isPending}
          onChange={(next) => changeRole.mutate({ id, role: next }, { onError: toast.problem })}
        />
      ) : (
        <Badge>{words(`roles.names.${role}`)}</Badge>
      )}
      {may && (
        <Menu
          trigger={
            <Button kind="ghost" size="icon" aria-label={words('members.actionsFor', { name })}>
              <Ellipsis />
            </Button>
          }
        >
          <MenuItem icon={KeyRound} onSelect={() => reset.mutate(id, { onError: toast.problem })}>
            {words('members.reset')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={UserMinus} danger onSelect={() => setRemoving(true)}>
            {isSelf ? words('members.leave') : words('members.remove')}
          </MenuItem>
        </Menu>
      )}
      {reset.data && (
        <LinkDialog
          title={words('members.resetTitle', { name })}
          link={reset.data}
          hint={words('members.resetHint')}
          onClose={() => reset.reset()}
        />
      )}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={words('members.removeTitle', { name })}
        action={isSelf ? words('members.leave') : words('members.remove')}
        danger
        onConfirm={() => remove.mutateAsync(id)}
      >
        {words('members.removeWhy')}
      </ConfirmDialog>
    </li>
  )
}
