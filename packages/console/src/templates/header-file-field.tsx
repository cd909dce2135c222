import { useState } from 'react'
import { Field } from '../components/field.tsx'
import { Input } from '../components/input.tsx'
import { useProblemSentence } from '../components/problem-note.tsx'
import { uploadFile } from '../composer/upload-file.ts'
import { useTranslations } from '../strings/use-translations.ts'
import type { HeaderFile } from './template-fields.ts'

interface HeaderFileFieldProps {
  /** image, video or document */
  readonly kind: string
  readonly file: HeaderFile | undefined
  readonly onChange: (file: HeaderFile | undefined) => void
}

const accepted: Readonly<Record<string, string>> = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
  document: 'application/pdf,*/*',
}

/** The file in a template's header; it goes up when it is chosen. */
export function HeaderFileField({ kind, file, onChange }: HeaderFileFieldProps) {
  const words = useTranslations('templates')
  const sentence = useProblemSentence()
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<unknown>()
  const choose = async (chosen: File | undefined) => {
    if (!chosen) return
    onChange(undefined)
    setError(undefined)
    try {
      const media = await uploadFile(chosen, setShare).done
      onChange({ media: { mediaId: media.id }, filename: chosen.name })
    } catch (reason) {
      setError(reason)
    } finally {
      setShare(undefined)
    }
  }
  const present = file && (file.filename ?? words('fileThere'))
  return (
    <Field
      label={words('headerFile', { format: kind })}
      hint={share === undefined ? present : words('uploadingShare', { share })}
      error={error === undefined ? undefined : sentence(error)}
    >
      <Input
        type="file"
        accept={accepted[kind]}
        className="py-1.5"
        onChange={(event) => void choose(event.target.files?.[0])}
      />
    </Field>
  )
}
