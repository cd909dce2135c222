import { GraphError } from '../graph-error.ts'

/** Tokens that are documented to fail, whatever the right one is. */
export const magicTokens = { expired: 'expired-token', withoutPermission: 'no-permission' } as const

/**
 * Looks at the token of a request, as a Bearer header or as `access_token`.
 * @param expected undefined: any token but the magic ones
 * @throws {GraphError} 104 (none), 190 (wrong or expired), 10 and 200 (without permission)
 */
export function authorise(
  expected: string | undefined,
  header: string | undefined,
  query: string | undefined,
  management: boolean,
): void {
  const token = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(header ?? '')?.[1] ?? query
  if (!token) throw refused(401, 104, 'An access token is required to request this resource.')
  if (token === magicTokens.expired)
    throw refused(401, 190, 'Error validating access token: the session has expired.', 463)
  if (token === magicTokens.withoutPermission)
    throw management
      ? refused(403, 200, '(#200) The token does not have whatsapp_business_management.')
      : refused(403, 10, '(#10) The token does not have whatsapp_business_messaging.')
  if (expected !== undefined && token !== expected)
    throw refused(401, 190, 'Invalid OAuth access token - Cannot parse access token')
}

function refused(httpStatus: number, code: number, message: string, subcode?: number): GraphError {
  return new GraphError({ httpStatus, code, message, subcode })
}
