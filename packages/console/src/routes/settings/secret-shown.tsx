import { CopyButton } from '../../components/copy-button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'

export interface SecretShownProps {
  readonly label: string
  readonly text: string
  readonly hint: string
}

/** Something that is shown this once, to copy. */
export function SecretShown({ label, text, hint }: SecretShownProps) {
  const words = useTranslations('common')
  return (
    <div className="grid gap-2 rounded-xl border border-accent/40 bg-accent-soft p-4">
      <p className="font-medium">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code
          dir="ltr"
          className="min-w-0 flex-1 basis-60 select-all break-all rounded-lg border bg-surface px-3 py-2 font-mono text-xs"
        >
          {text}
        </code>
        <CopyButton text={text} what={label} size="medium" kind="primary">
          {words('copy')}
        </CopyButton>
      </div>
      <p className="text-soft text-xs">{hint}</p>
    </div>
  )
}
