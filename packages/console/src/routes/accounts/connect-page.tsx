import type { AccountDraftCheck, AccountFormDescription } from '@switchboard/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { MessageSquareShare } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { accountsQuery } from '../../api/accounts.ts'
import { isProblem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { blocking, type CredentialFault, type CredentialFaults, faultsOf } from './credential-faults.ts'
import { CredentialField } from './credential-field.tsx'
import { useFieldWords } from './field-words.ts'
import { FindingList, verdictOf } from './finding-list.tsx'
import { checkDraft, createAccount, type Draft, formsQuery } from './queries.ts'
import { Steps } from './steps.tsx'
import { transportKey } from './transport-key.ts'
import { holdVerifyToken, makeVerifyToken } from './verify-token.ts'

/** Second step: the credentials, each asked about before anything is saved. */
export function ConnectPage() {
  const words = useTranslations('accounts')
  const { transport } = useParams({ from: '/accounts/new/$transport' })
  const { data, error, refetch } = useQuery(formsQuery)
  const key = transportKey(transport)
  const form = data?.items.find((each) => each.transport === transport)
  if (!key || (data && !form))
    return (
      <Page title={words('connect')}>
        <EmptyState icon={MessageSquareShare} title={words('noTransport')}>
          <Link to="/accounts/new">{words('choose.back')}</Link>
        </EmptyState>
      </Page>
    )
  return (
    <Page title={words(`transport.${key}.connect`)} intro={words(`transport.${key}.steps`)}>
      <Steps current="credentials" without={form && !form.checks ? ['webhook'] : []} />
      {error && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {form ? <CredentialsForm form={form} /> : !error && <Skeleton className="h-96" />}
    </Page>
  )
}

/** Fields that nobody has to think of: they are made or have a good value. */
const made: ReadonlySet<string> = new Set(['verifyToken', 'apiVersion'])

function CredentialsForm({ form }: { readonly form: AccountFormDescription }) {
  const words = useTranslations('accounts')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [values, setValues] = useState<Draft>({})
  const [checked, setChecked] = useState<{ readonly of: Draft; readonly report: AccountDraftCheck }>()
  const draft = draftOf(form, values)
  const faults = faultsOf(form, draft)
  const { fault: faultWords } = useFieldWords()
  const [isTried, setTried] = useState(false)
  const page = useRef<HTMLFormElement>(null)
  const result = useRef<HTMLDivElement>(null)
  const check = useMutation({
    // What cannot be right is said here; the provider is asked about the rest.
    mutationFn: () => checkDraft(without(draft, Object.keys(faults))),
    onSuccess: (report) => setChecked({ of: values, report: withFaults(report, faults, faultWords) }),
  })
  useEffect(() => {
    if (!checked) return
    result.current?.focus({ preventScroll: true })
    result.current?.scrollIntoView({ block: 'nearest' })
  }, [checked])
  const save = useMutation({
    mutationFn: async () => {
      const verifyToken = form.fields.some(({ name }) => name === 'verifyToken') ? makeVerifyToken() : undefined
      const phone = phoneOf(checked?.report)
      const account = await createAccount({
        ...draft,
        ...(verifyToken && { verifyToken }),
        ...(phone && form.transport === 'cloud-api' && { displayPhoneNumber: phone }),
      })
      if (verifyToken) holdVerifyToken(account.id, verifyToken)
      return account
    },
    async onSuccess({ id }) {
      await queries.invalidateQueries({ queryKey: accountsQuery.queryKey })
      const step = form.checks ? 'webhook' : 'test'
      await navigate({ to: '/accounts/$accountId/setup/$step', params: { accountId: id, step } })
    },
  })
  const problem = check.error ?? save.error
  const refusalOf = (name: string) =>
    isProblem(problem) ? problem.body.errors?.find(({ path }) => path === `body.${name}`)?.message : undefined
  const errorOf = (name: string) => {
    const fault = isTried ? faults[name] : undefined
    if (fault) return faultWords(name, fault)
    const refusal = refusalOf(name)
    return refusal && faultWords(name, refusal)
  }
  const isFresh = checked !== undefined && checked.of === values
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go(!form.checks || (isFresh && verdictOf(checked.report) === 'ok') ? 'save' : 'check')
  }
  const go = (what: 'save' | 'check') => {
    setTried(true)
    const stops = what === 'save' ? Object.keys(faults).length > 0 : blocking(form, faults)
    if (!stops) return what === 'save' ? save.mutate() : check.mutate()
    const [first] = form.fields.filter(({ name }) => faults[name])
    page.current?.querySelector<HTMLElement>(`[name="${first?.name}"]`)?.focus()
  }
  const isAttributed = isProblem(problem) && form.fields.some(({ name }) => refusalOf(name) !== undefined)
  return (
    <form ref={page} className="grid gap-5" onSubmit={submit} noValidate>
      <Card className="grid gap-5">
        {form.fields
          .filter(({ name }) => !made.has(name))
          .map((field) => (
            <CredentialField
              key={field.name}
              field={field}
              value={values[field.name] ?? ''}
              error={errorOf(field.name)}
              finding={isFresh ? checked.report.findings.find((each) => each.field === field.name) : undefined}
              onChange={(value) => {
                check.reset()
                save.reset()
                setValues({ ...values, [field.name]: value })
              }}
            />
          ))}
        <Field label={words('name.label')} hint={words('name.hint')} optional={words('optional')}>
          <Input
            value={values['name'] ?? ''}
            maxLength={100}
            dir="auto"
            onChange={(event) => setValues({ ...values, name: event.target.value })}
          />
        </Field>
      </Card>
      {problem && !isAttributed && <ProblemNote error={problem} />}
      <div ref={result} tabIndex={-1} aria-live="polite" className="scroll-my-5 outline-none">
        {isFresh && (
          <Card className="grid gap-4">
            <h2 className="font-semibold">{words(`checked.${verdictOf(checked.report)}`)}</h2>
            <FindingList findings={checked.report.findings} />
          </Card>
        )}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button asChild kind="ghost">
          <Link to="/accounts/new">{words('back')}</Link>
        </Button>
        {isFresh && verdictOf(checked.report) !== 'ok' && (
          <Button onClick={() => go('save')} busy={save.isPending}>
            {words('saveAnyway')}
          </Button>
        )}
        {isFresh && verdictOf(checked.report) !== 'ok' ? (
          <Button kind="primary" onClick={() => go('check')} busy={check.isPending}>
            {words('checkAgain')}
          </Button>
        ) : (
          <Button type="submit" kind="primary" busy={check.isPending || save.isPending}>
            {words(!form.checks || isFresh ? 'saveAndGoOn' : 'check')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** What is empty is not sent. */
function draftOf({ transport }: AccountFormDescription, values: Draft): Draft {
  const given = Object.entries(values).flatMap(([name, value]) => (value.trim() ? [[name, value.trim()]] : []))
  return { transport, ...Object.fromEntries(given) }
}

function without(draft: Draft, names: readonly string[]): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name)))
}

/** A sentence for each credential: those that nobody was asked about have one of ours. */
function withFaults(
  report: AccountDraftCheck,
  faults: CredentialFaults,
  words: (name: string, fault: CredentialFault) => string,
): AccountDraftCheck {
  const own = Object.entries(faults).map(([field, fault]) => ({
    ...{ field, state: 'wrong' as const, detail: words(field, fault) },
  }))
  return { ...report, ok: report.ok && own.length === 0, findings: [...report.findings, ...own] }
}

function phoneOf(report: AccountDraftCheck | undefined): string | undefined {
  const digits = report?.number?.displayPhoneNumber?.replaceAll(/\D/g, '') ?? ''
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : undefined
}
