import { Card } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Input, Select } from '../../components/input.tsx'
import { Switch } from '../../components/switch.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { codeTypes, type DraftCode } from './draft.ts'
import type { DraftFieldsProps } from './draft-fields.ts'
import { ProblemList } from './problem-list.tsx'

/** What a sender chooses of a template for one-time codes; its text is WhatsApp's. */
export function CodeFields({ draft: { code }, problems, set }: DraftFieldsProps) {
  const words = useTranslations('templates')
  const change = (more: Partial<DraftCode>) => set({ code: { ...code, ...more } })
  const errorOf = (...fields: readonly string[]) =>
    fields.flatMap((field) => problems[field] ?? []).join(' ') || undefined
  return (
    <Card className="grid gap-4">
      <p className="text-pretty text-soft">{words('codeWhy')}</p>
      <Field label={words('codeType')} hint={words(`codeTypeHint_${code.type}`)} error={errorOf('button 0 value')}>
        <Select
          className="sm:max-w-72"
          value={code.type}
          onChange={(event) => change({ type: codeTypes.find((one) => one === event.target.value) ?? 'COPY_CODE' })}
        >
          {codeTypes.map((type) => (
            <option key={type} value={type}>
              {words(`codeType_${type}`)}
            </option>
          ))}
        </Select>
      </Field>
      {code.type !== 'COPY_CODE' && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={words('codeApp')} error={errorOf('code app')}>
            <Input
              value={code.packageName}
              placeholder="com.example.shop"
              onChange={(event) => change({ packageName: event.target.value })}
            />
          </Field>
          <Field label={words('codeSignature')} hint={words('codeSignatureHint')} error={errorOf('code signature')}>
            <Input value={code.signatureHash} onChange={(event) => change({ signatureHash: event.target.value })} />
          </Field>
        </div>
      )}
      {code.type === 'ZERO_TAP' && (
        <Field label={words('codeTerms')} hint={words('codeTermsHint')} error={errorOf('code terms')}>
          <Switch checked={code.acceptsTerms} onCheckedChange={(acceptsTerms) => change({ acceptsTerms })} />
        </Field>
      )}
      <Field label={words('codeText')} hint={words('codeTextHint')} error={errorOf('button 0 text', 'code text')}>
        <Input dir="auto" value={code.text} onChange={(event) => change({ text: event.target.value })} />
      </Field>
      <Field label={words('codeMinutes')} hint={words('codeMinutesHint')} error={errorOf('code minutes')}>
        <Input
          type="number"
          min={1}
          max={90}
          className="sm:max-w-32"
          value={code.minutes}
          onChange={(event) => change({ minutes: event.target.value })}
        />
      </Field>
      <Field label={words('codeWarns')}>
        <Switch checked={code.warns} onCheckedChange={(warns) => change({ warns })} />
      </Field>
      <ProblemList problems={problems['buttons']} />
    </Card>
  )
}
