import { useState } from 'react'
import { Field } from '../../components/field.tsx'
import { Input } from '../../components/input.tsx'
import { useProblemSentence } from '../../components/problem-note.tsx'
import { useTranslations } from '../../strings/use-translations.ts'
import { uploadFile } from '../upload-file.ts'
import type { HeaderFile } from './template-form.ts'

interface HeaderFileFieldProps {
  readonly kind: 'image' | 'video' | 'document'
  readonly onChange: (file: HeaderFile | undefined) => void
}

const accepted = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
  document: 'application/pdf,*/*',
} as const

/** The file in a template's header; it goes up when it is chosen. */
export function HeaderFileField({ kind, onChange }: HeaderFileFieldProps) {
  const words = useTranslations('composer')
  const sentence = useProblemSentence()
  const [share, setShare] = useState<number>()
  const [error, setError] = useState<unknown>()
  const choose = async (file: File | undefined) => {
    onChange(undefined)
    setError(undefined)
    if (!file) return
    try {
      const media = await uploadFile(file, setShare).done
      onChange({ mediaId: media.id, filename: file.name })
    } catch (reason) {
      setError(reason)
    } finally {
      setShare(undefined)
    }
  }
  return (
    <Field
      label={words(`headerFile_${kind}`)}
      hint={share === undefined ? undefined : words('uploadingShare', { share })}
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
