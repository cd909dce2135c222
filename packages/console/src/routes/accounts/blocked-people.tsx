import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useToast } from '../../components/toast.tsx'
import { useSession } from '../../session/session.ts'
import { useTranslations } from '../../strings/use-translations.ts'
import { blockedQuery, changeBlocked } from './queries.ts'

/** Who may not write to the number: the list is the provider's. */
export function BlockedPeople({ accountId }: { readonly accountId: string }) {
  const words = useTranslations('accounts.blocked')
  const { can } = useSession()
  const toast = useToast()
  const queries = useQueryClient()
  const [person, setPerson] = useState('')
  const { data, error, refetch } = useQuery(blockedQuery(accountId))
  const change = useMutation({
    mutationFn: ({ method, whom }: { readonly method: 'POST' | 'DELETE'; readonly whom: string }) =>
      changeBlocked(accountId, method, whom),
    onSuccess({ refused }) {
      const [first] = refused
      if (first) toast.problem(new Error(first.reason))
      else setPerson('')
      return queries.invalidateQueries({ queryKey: blockedQuery(accountId).queryKey })
    },
    onError: toast.problem,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (person.trim() !== '') change.mutate({ method: 'POST', whom: person.trim() })
  }
  return (
    <Card className="grid gap-5">
      <p className="text-pretty text-soft">{words('intro')}</p>
      {can('accounts:manage') && (
        <form className="flex flex-wrap items-end gap-2" onSubmit={submit}>
          <Field label={words('person')} className="min-w-48 flex-1">
            <Input
              value={person}
              dir="ltr"
              onChange={(event) => setPerson(event.target.value)}
              placeholder="+49 1512 3456789"
            />
          </Field>
          <Button type="submit" busy={change.isPending}>
            {words('block')}
          </Button>
        </form>
      )}
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-20" />}
      {data?.items.length === 0 && <p className="text-faint">{words('nobody')}</p>}
      <ul className="divide-y">
        {data?.items.map(({ waId }) => (
          <li key={waId} className="flex items-center justify-between gap-3 py-2">
            <bdi>+{waId}</bdi>
            {can('accounts:manage') && (
              <Button size="small" onClick={() => change.mutate({ method: 'DELETE', whom: `+${waId}` })}>
                {words('unblock')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
