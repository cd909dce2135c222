import type { ProviderError } from '../../inbound-item.ts'
import { isObject, type JsonObject, listAt, objectAt, textAt, wordAt } from './json-fields.ts'

/** The errors under `key`, in Meta's two layouts: `details` beside the code (older) or in `error_data` (newer). */
export function errorsAt(object: JsonObject, key = 'errors'): ProviderError[] {
  return listAt(object, key).map((error) =>
    isObject(error) ? providerError(error) : { message: typeof error === 'string' ? error : JSON.stringify(error) },
  )
}

function providerError(error: JsonObject): ProviderError {
  const data = objectAt(error, 'error_data')
  const code = textAt(error, 'code')
  return {
    code: code !== undefined && /^-?\d{1,15}$/.test(code.trim()) ? Number(code) : code,
    title: wordAt(error, 'title'),
    message: wordAt(error, 'message'),
    details: (data && wordAt(data, 'details')) ?? wordAt(error, 'details'),
    href: wordAt(error, 'href'),
  }
}
