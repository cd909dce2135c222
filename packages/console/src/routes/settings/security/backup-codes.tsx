import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'

/** Shown this once: each lets in once where the phone is not at hand. */
export function BackupCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const words = useTranslations('settings.security')
  return (
    <div className="grid gap-3 rounded-xl border border-accent/40 bg-accent-soft p-4">
      <p className="font-medium">{words('backupCodes')}</p>
      <p className="text-soft">{words('backupCodesIntro')}</p>
      <ul
        dir="ltr"
        aria-label={words('backupCodes')}
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-lg border bg-surface p-3 font-mono sm:grid-cols-3"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={codes.join('\n')} what={words('backupCodes')} size="medium" />
        <Button kind="primary" onClick={onDone}>
          {words('keptThem')}
        </Button>
      </div>
    </div>
  )
}
