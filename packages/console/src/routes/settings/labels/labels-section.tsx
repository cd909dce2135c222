import { useQuery } from '@tanstack/react-query'
import { Tags } from 'lucide-react'
import { labelsQuery } from '../../../api/labels.ts'
import { LabelDot } from '../../../components/label-dot.tsx'
import { useTranslations } from '../../../strings/use-translations.ts'
import { EditableList } from '../editable-list.tsx'
import { LabelDialog } from './label-dialog.tsx'
import { useDeleteLabel } from './queries.ts'

/** `/app/settings/labels` */
export function LabelsSection() {
  const words = useTranslations('settings.labels')
  return (
    <EditableList
      words="labels"
      icon={Tags}
      query={useQuery(labelsQuery)}
      remove={useDeleteLabel()}
      nameOf={({ name }) => name}
      removeTitle={(name) => words('removeTitle', { name })}
      row={({ name, colour }) => (
        <>
          <LabelDot colour={colour} className="size-3" />
          <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
            {name}
          </span>
        </>
      )}
      dialog={(label, onClose) => <LabelDialog label={label} onClose={onClose} />}
    />
  )
}
