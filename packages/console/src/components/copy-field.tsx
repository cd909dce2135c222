import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

export interface CopyFieldProps {
  readonly label: string
  readonly text: string
  readonly hint?: ReactNode
}

/** Something to take elsewhere as it is: shown whole, copied with one press. */
export function CopyField({ label, text, hint }: CopyFieldProps) {
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">{label}</p>
      <div className="flex items-start gap-2 rounded-lg border bg-sunken p-1.5 ps-3">
        <pre dir="ltr" className="min-w-0 flex-1 whitespace-pre-wrap break-all py-1 text-[0.8125rem] text-ink">
          {text}
        </pre>
        <CopyButton text={text} what={label} />
      </div>
      {hint && <p className="text-faint text-xs">{hint}</p>}
    </div>
  )
}
