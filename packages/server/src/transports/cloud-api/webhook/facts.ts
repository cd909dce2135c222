import type { FactItem } from '../../inbound-item.ts'
import { boundedId, cut, idAt, isObject, objectAt } from './json-fields.ts'
import { momentIn, type ValueScope } from './value-scope.ts'

/** Fields that tell something about the account, with where each says what it is about. */
const subjects: ReadonlyMap<string, readonly string[]> = new Map([
  ['message_template_status_update', ['message_template_id', 'message_template_name']],
  ['message_template_quality_update', ['message_template_id', 'message_template_name']],
  ['message_template_components_update', ['message_template_id', 'message_template_name']],
  ['template_category_update', ['message_template_id', 'message_template_name']],
  ['template_correct_category_detection', ['message_template_id', 'message_template_name']],
  ['account_update', ['event']],
  ['account_review_update', []],
  ['account_alerts', ['alert_type', 'entity_id']],
  ['account_settings_update', ['type', 'phone_number_id']],
  ['phone_number_quality_update', ['display_phone_number']],
  ['phone_number_name_update', ['display_phone_number']],
  ['business_capability_update', []],
  ['business_status_update', ['event']],
  ['business_username_update', ['display_phone_number', 'username']],
  ['business_username_updates', ['display_phone_number', 'username']],
  ['security', ['display_phone_number']],
  ['flows', ['flow_id']],
  ['payment_configuration_update', ['configuration_name']],
  ['partner_solutions', ['solution_id']],
  ['automatic_events', ['event_name', 'id']],
  ['tracking_events', ['event_name', 'id']],
])

/** The whole value as a fact about the account: where the field is one of those, or where nothing else fits. */
export function factOf(value: unknown, scope: ValueScope, reason?: string): FactItem {
  const keys = subjects.get(scope.field)
  const shaped = isObject(value) && Object.keys(value).length > 0
  const known = keys !== undefined && shaped
  return {
    kind: 'fact',
    account: scope.account,
    ...momentIn(scope, shaped ? value.timestamp : undefined),
    field: boundedId(scope.field),
    subject: shaped ? subjectOf(value, keys ?? []) : undefined,
    known,
    reason: known ? undefined : (reason ?? reasonOf(scope.field, keys !== undefined, shaped)),
    value,
    raw: value,
  }
}

function subjectOf(value: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  // Alerts and events stand one level deeper in some versions.
  const places = [value, objectAt(value, 'alert_info'), ...Object.values(value).flat(1).filter(isObject).slice(0, 20)]
  for (const key of keys) {
    for (const place of places) {
      const subject = place && idAt(place, key)
      if (subject !== undefined) return subject
    }
  }
  return undefined
}

function reasonOf(field: string, isKnownField: boolean, shaped: boolean): string {
  if (!shaped) return 'the value is not an object with anything in it'
  if (isKnownField) return 'the value could not be read'
  return `the field "${cut(field, 100)}" is not known to this version`
}
