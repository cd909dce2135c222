import { Dialog } from '../components/dialog.tsx'
import { useTranslations } from '../strings/use-translations.ts'
import { ShortcutsTable } from './shortcuts-table.tsx'

export interface ShortcutsDialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** `?`: the shortcuts of the page that is shown. */
export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const words = useTranslations('shell')
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('shortcuts')} description={words('shortcutsIntro')}>
      <ShortcutsTable />
    </Dialog>
  )
}
