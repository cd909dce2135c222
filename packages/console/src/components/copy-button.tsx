import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from '../strings/use-translations.ts'
import { Button, type ButtonProps } from './button.tsx'
import { useToast } from './toast.tsx'

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly text: string
  /** What is copied, for screen readers where several stand side by side. */
  readonly what?: string
}

export function CopyButton({ text, what, children, ...rest }: CopyButtonProps) {
  const words = useTranslations('common')
  const toast = useToast()
  const [done, setDone] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
      setTimeout(() => setDone(false), 2_000)
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <Button
      size="small"
      aria-label={what ? `${words('copy')}: ${what}` : undefined}
      {...rest}
      onClick={() => void copy()}
    >
      {done ? <Check /> : <Copy />}
      {children ?? (done ? words('copied') : words('copy'))}
    </Button>
  )
}
