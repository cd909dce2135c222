import { useTranslations } from '../strings/use-translations.ts'
import type { TemplateField } from './template-fields.ts'

/** What a field of a template is called beside its input. */
export function useFieldLabel(): (field: TemplateField) => string {
  const words = useTranslations('templates')
  return ({ place, name }) => {
    const variable = `{{${name}}}`
    if (place === 'header') return words('field_header', { variable })
    if (place === 'body') return words('field_body', { variable })
    if (place === 'media') return words('field_media', { format: name })
    if (place === 'place') return words('field_place')
    if (place === 'product' || place === 'catalogue' || place === 'thumbnail' || place === 'products')
      return words(`field_${place}`)
    return place === 'code' ? words('field_code', { button: name }) : words('field_button', { button: name })
  }
}
