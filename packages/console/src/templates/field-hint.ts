import { useTranslations } from '../strings/use-translations.ts'
import type { TemplateField } from './template-fields.ts'

const hinted = ['place', 'product', 'catalogue', 'thumbnail', 'products'] as const

function isHinted(place: TemplateField['place']): place is (typeof hinted)[number] {
  return hinted.some((one) => one === place)
}

/** How to write what stands in a field, where its label does not say it. */
export function useFieldHint(): (field: TemplateField) => string | undefined {
  const words = useTranslations('templates')
  return ({ place }) => (isHinted(place) ? words(`field_${place}Hint`) : undefined)
}
