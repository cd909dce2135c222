import type { AccountFormDescription, CredentialFinding } from '@switchboard/contract'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { useFieldWords } from './field-words.ts'

export interface CredentialFieldProps {
  readonly field: AccountFormDescription['fields'][number]
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  /** What the provider said of what stands in it. */
  readonly finding?: CredentialFinding | undefined
}

/** One credential, with where to find it. A secret is hidden until somebody wants to see it. */
export function CredentialField({ field, value, onChange, error, finding }: CredentialFieldProps) {
  const words = useTranslations('accounts')
  const { label, where } = useFieldWords()
  const [isShown, setShown] = useState(false)
  const wrong = finding?.state === 'wrong' ? finding.detail : undefined
  const name = label(field.name)
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-2">
      <Field
        label={name}
        hint={where(field.name)}
        error={error ?? wrong}
        className="col-span-2"
        {...(field.required ? undefined : { optional: words('optional') })}
      >
        <Input
          name={field.name}
          value={value}
          type={field.secret && !isShown ? 'password' : 'text'}
          // No password manager keeps it or fills it in: it is none of this site.
          autoComplete="off"
          data-1p-ignore
          spellCheck={false}
          placeholder={field.example}
          className="font-mono text-[0.8125rem]"
          dir="ltr"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {field.secret && value !== '' && (
        <Button
          kind="link"
          size="small"
          className="col-span-2 justify-self-start px-0"
          aria-pressed={isShown}
          aria-label={`${words('show')}: ${name}`}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff /> : <Eye />}
          {words(isShown ? 'hide' : 'show')}
        </Button>
      )}
    </div>
  )
}
