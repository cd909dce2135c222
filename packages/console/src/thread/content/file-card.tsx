import { Download, File, FileArchive, FileSpreadsheet, FileText, type LucideIcon } from 'lucide-react'
import { useFormatter } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { mediaAddress } from './media-box.ts'
import { MediaMissing } from './media-missing.tsx'
import type { ShownMessage } from './shown-message.ts'

/** A document: what it is called, what it is, how large, and how to get it. */
export function FileCard({
  message,
  filename,
}: {
  readonly message: ShownMessage
  readonly filename: string | undefined
}) {
  const words = useTranslations('thread')
  const size = useFileSize()
  const media = message.media?.[0]
  const name = filename ?? media?.filename ?? words('type.document')
  const kind = extensionOf(name) ?? media?.mimeType?.split('/').at(-1)?.split(';')[0] ?? ''
  const Icon = iconOf(kind)
  return (
    <div className="grid w-72 max-w-full grid-cols-1 gap-1">
      <div className="flex items-center gap-3 rounded-xl bg-ink/5 p-2.5">
        <Icon aria-hidden className="size-8 shrink-0 text-accent-ink" strokeWidth={1.5} />
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate font-medium" title={name}>
            {name}
          </p>
          <p className="truncate text-soft text-xs">
            {[kind.toUpperCase().slice(0, 12), media?.sizeBytes == null ? '' : size(media.sizeBytes)]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {media?.state === 'stored' && (
          <Button kind="ghost" size="icon" asChild>
            <a href={mediaAddress(media.id)} download={name} aria-label={words('downloadFile', { name })}>
              <Download />
            </a>
          </Button>
        )}
      </div>
      {media?.state !== 'stored' && <MediaMissing media={media} className="p-1.5" />}
    </div>
  )
}

function extensionOf(name: string): string | undefined {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]
}

function iconOf(kind: string): LucideIcon {
  if (/^(xlsx?|csv|ods|numbers)$/i.test(kind)) return FileSpreadsheet
  if (/^(zip|rar|7z|gz|tar)$/i.test(kind)) return FileArchive
  if (/^(pdf|docx?|odt|txt|rtf|md|pages)$/i.test(kind)) return FileText
  return File
}

/** 1 KB is 1,000 bytes, as people's systems say it. */
export function useFileSize(): (bytes: number) => string {
  const format = useFormatter()
  return (bytes) => {
    const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
    const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), steps.length - 1)
    return format.number(bytes / 1_000 ** step, {
      style: 'unit',
      unit: steps[step] ?? 'byte',
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step < 2 ? 0 : 1,
    })
  }
}
