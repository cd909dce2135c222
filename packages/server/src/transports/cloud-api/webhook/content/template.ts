import type { Content } from '@switchboard/contract'
import { isObject, objectAt, wordAt } from '../json-fields.ts'

/** A template that the business sent, seen in an echo or a history. */
export function readTemplate(part: unknown): Content | string {
  if (!isObject(part)) return 'the template is not an object'
  const language = objectAt(part, 'language')
  return {
    type: 'template',
    name: wordAt(part, 'name'),
    language: language ? wordAt(language, 'code') : wordAt(part, 'language'),
    text: wordAt(part, 'body') ?? wordAt(part, 'text'),
    raw: part,
  }
}
