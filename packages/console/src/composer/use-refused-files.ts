import { useFormatter } from 'use-intl'
import { useToast } from '../components/toast.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import type { RefusedFile } from './use-attachments.ts'

/** Says of files that can't be sent why, and what would be possible. */
export function useRefusedFiles(): (refused: readonly { readonly file: File; readonly why: RefusedFile }[]) => void {
  const words = useTranslations('composer')
  const format = useFormatter()
  const toast = useToast()
  return (refused) => {
    for (const { file, why } of refused) {
      const { name } = file
      const sentence =
        why.refused === 'too-large'
          ? words('fileTooLarge', {
              name,
              most: format.number(why.most / 1_000_000, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }),
            })
          : words(why.refused === 'empty' ? 'fileEmpty' : 'fileType', { name })
      toast.problem(new Error(sentence))
    }
  }
}
