import { useQuery } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { invitationsQuery, useMemberActions } from './queries.ts'

/** Links that still let somebody in. */
export function InvitationsBlock() {
  const words = useTranslations('settings')
  const format = useFormatter()
  const toast = useToast()
  const invitations = useQuery(invitationsQuery)
  const { takeBack } = useMemberActions()
  return (
    <Block title={words('members.invitations')} intro={words('members.invitationsIntro')}>
      <Loaded query={invitations} skeleton="h-12">
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-faint">{words('members.noInvitations')}</p>
          ) : (
            <ul className="-my-2 divide-y" aria-label={words('members.invitations')}>
              {items.map(({ id, email, role, expiresAt }) => (
                <li key={id} className="flex flex-wrap items-center gap-3 py-2.5">
                  <Mail aria-hidden className="size-4 shrink-0 text-faint" />
                  <span className="min-w-0 flex-1 basis-40">
                    <span className="block truncate font-medium">{email ?? words('members.anyAddress')}</span>
                    <span className="text-faint text-xs">
                      {words('members.linkUntil', {
                        until: format.dateTime(new Date(expiresAt), { dateStyle: 'medium', timeStyle: 'short' }),
                      })}
                    </span>
                  </span>
                  <Badge>{words(`roles.names.${role}`)}</Badge>
                  <Button
                    size="small"
                    disabled={takeBack.isPending}
                    onClick={() => takeBack.mutate(id, { onError: toast.problem })}
                  >
                    {words('members.takeBack')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Block>
  )
}
