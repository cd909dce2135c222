import type { SendingSettings, SendingSettingsReport, SendPolicy } from '@switchboard/contract'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Field } from '../../../components/field.tsx'
import { Select, TextArea } from '../../../components/input.tsx'
import { Page } from '../../../components/page.tsx'
import { Switch } from '../../../components/switch.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { Block } from '../block.tsx'
import { Loaded } from '../loaded.tsx'
import { SaveRow } from '../save-row.tsx'
import { sendingQuery, useSaveSending } from '../workspace/queries.ts'
import { BuiltInWords } from './built-in-words.tsx'

const policies: readonly SendPolicy[] = ['approve', 'allow', 'block']

/** `/app/settings/sending`: what holds for everything that is sent. */
export function SendingSection() {
  const words = useTranslations('settings')
  const sending = useQuery(sendingQuery)
  return (
    <Page title={words('sections.sending')} intro={words('about.sending')}>
      <Loaded query={sending} skeleton="h-96">
        {(data) => <SendingForm report={data} />}
      </Loaded>
    </Page>
  )
}

const linesOf = (text: string) =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean)

function SendingForm({ report }: { readonly report: SendingSettingsReport }) {
  const words = useTranslations('settings.sending')
  const save = useSaveSending()
  const { builtInWords, ...kept } = report
  const [policy, setPolicy] = useState(kept.assistantPolicy)
  const [isLimited, setLimited] = useState(kept.allowList !== null)
  const [allowed, setAllowed] = useState(kept.allowList?.join('\n') ?? '')
  const [stop, setStop] = useState(kept.stopWords.join('\n'))
  const [start, setStart] = useState(kept.startWords.join('\n'))
  const [ignored, setIgnored] = useState(kept.ignoredWords.join('\n'))
  const settings: SendingSettings = {
    allowList: isLimited ? linesOf(allowed) : null,
    assistantPolicy: policy,
    stopWords: linesOf(stop),
    startWords: linesOf(start),
    ignoredWords: linesOf(ignored),
  }
  const dirty = (Object.keys(settings) as (keyof SendingSettings)[]) // a closed object
    .some((name) => JSON.stringify(settings[name]) !== JSON.stringify(kept[name]))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(settings)
  }
  return (
    <form onSubmit={submit} className="grid gap-6">
      <Block title={words('assistants')} intro={words('assistantsIntro')}>
        <Field label={words('policy')} className="max-w-md">
          {/* The options are those of the type. */}
          <Select value={policy} onChange={(event) => setPolicy(event.target.value as SendPolicy)}>
            {policies.map((one) => (
              <option key={one} value={one}>
                {words(`policies.${one}`)}
              </option>
            ))}
          </Select>
        </Field>
      </Block>
      <Block
        title={words('allowList')}
        intro={words('allowListIntro')}
        actions={<Switch aria-label={words('allowListOn')} checked={isLimited} onCheckedChange={setLimited} />}
      >
        {isLimited && (
          <Field label={words('allowed')} hint={words('allowedHint')}>
            <TextArea
              dir="ltr"
              rows={5}
              className="font-mono"
              placeholder="+49 151 23456789"
              value={allowed}
              onChange={(event) => setAllowed(event.target.value)}
            />
          </Field>
        )}
      </Block>
      <Block title={words('optOut')} intro={words('optOutIntro')}>
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <Field label={words('stopWords')} hint={words('stopWordsHint')}>
            <TextArea dir="auto" rows={4} value={stop} onChange={(event) => setStop(event.target.value)} />
          </Field>
          <Field label={words('startWords')} hint={words('startWordsHint')}>
            <TextArea dir="auto" rows={4} value={start} onChange={(event) => setStart(event.target.value)} />
          </Field>
          <Field label={words('ignoredWords')} hint={words('ignoredWordsHint')}>
            <TextArea dir="auto" rows={4} value={ignored} onChange={(event) => setIgnored(event.target.value)} />
          </Field>
        </div>
        <BuiltInWords words={builtInWords} />
      </Block>
      <SaveRow mutation={save} dirty={dirty} />
    </form>
  )
}
