import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useFormatter } from 'use-intl'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { useAuthRequest } from './auth-request.ts'
import { useMakePasskey } from './make-passkey.ts'

/** As better-auth lists it. */
interface Passkey {
  readonly id: string
  readonly name: string | null
  readonly createdAt: string | null
}

const queryKey = ['profile', 'passkeys']

/** Sign-in by the device itself: a fingerprint, a face, a security key. */
export function PasskeysBlock() {
  const words = useTranslations('settings.security')
  const common = useTranslations('common')
  const format = useFormatter()
  const ask = useAuthRequest()
  const make = useMakePasskey()
  const client = useQueryClient()
  const [removing, setRemoving] = useState<Passkey>()
  const passkeys = useQuery({ queryKey, queryFn: () => ask<readonly Passkey[]>('passkey/list-user-passkeys') })
  const refresh = () => client.invalidateQueries({ queryKey })
  const add = useMutation({ mutationFn: () => make(), onSuccess: refresh })
  return (
    <Block
      title={words('passkeys')}
      intro={words('passkeysIntro')}
      actions={
        <Button busy={add.isPending} onClick={() => add.mutate()}>
          {words('addPasskey')}
        </Button>
      }
    >
      {add.error && <ProblemNote error={add.error} />}
      <Loaded query={passkeys} skeleton="h-12">
        {(items) =>
          items.length === 0 ? (
            <p className="text-faint">{words('noPasskeys')}</p>
          ) : (
            <ul className="divide-y" aria-label={words('passkeys')}>
              {items.map((passkey) => (
                <li key={passkey.id} className="flex items-center gap-3 py-2">
                  <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="block truncate font-medium">
                      {passkey.name ?? words('passkey')}
                    </span>
                    {passkey.createdAt && (
                      <span className="text-faint text-xs">
                        {words('madeAt', { at: format.dateTime(new Date(passkey.createdAt), { dateStyle: 'medium' }) })}
                      </span>
                    )}
                  </span>
                  <Button
                    size="small"
                    onClick={() => setRemoving(passkey)}
                    aria-label={`${common('remove')}: ${passkey.name ?? words('passkey')}`}
                  >
                    {common('remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={words('removePasskey')}
        action={common('remove')}
        danger
        onConfirm={async () => {
          await ask('passkey/delete-passkey', { id: removing?.id })
          await refresh()
        }}
      >
        {words('removePasskeyWhy')}
      </ConfirmDialog>
    </Block>
  )
}
