import type { EndpointRow } from './endpoint-row.ts'
import type { SecretBox } from './secret-box.ts'

/** Null where they can not be opened: nothing goes out unsigned. */
export interface OpenedSecrets {
  readonly secrets: readonly string[] | null
  readonly failure?: unknown
}

export const secretUnreadable = 'The secret of the endpoint cannot be opened with the key of this server. Rotate it.'

/** What a body is signed with now: the secret, and the former one until its time is over. */
export function openSecrets(
  box: SecretBox,
  row: Pick<EndpointRow, 'id' | 'secret' | 'former_secret' | 'former_secret_until'>,
): OpenedSecrets {
  const { id, former_secret_until: until } = row
  try {
    const former = until !== null && until.getTime() > Date.now() ? [box.open(id, row.former_secret)] : []
    return { secrets: [box.open(id, row.secret), ...former] }
  } catch (failure) {
    return { secrets: null, failure }
  }
}
