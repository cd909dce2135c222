import { createHmac } from 'node:crypto'
import { GraphError } from '../graph-error.ts'

/** Tokens that are documented to fail, whatever the right one is. */
export const magicTokens = { expired: 'expired-token', withoutPermission: 'no-permission' } as const

/**
 * Looks at the token of a request, as a Bearer header or as `access_token`.
 * @param expected undefined: any token but the magic ones
 * @returns the token
 * @throws {GraphError} 104 (none), 190 (wrong or expired), 10 and 200 (without permission)
 */
export function authorise(
  expected: string | undefined,
  header: string | undefined,
  query: string | undefined,
  management: boolean,
): string {
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
  return token
}

/**
 * A proof is compared wherever one is given. https://developers.facebook.com/docs/graph-api/guides/secure-requests
 * @throws {GraphError} 100
 */
export function checkProof(appSecret: string, token: string, proof: string | undefined): void {
  if (proof === undefined || proof === createHmac('sha256', appSecret).update(token).digest('hex')) return
  const message = 'Invalid appsecret_proof provided in the API argument'
  throw new GraphError({ httpStatus: 400, code: 100, type: 'GraphMethodException', message })
}

function refused(httpStatus: number, code: number, message: string, subcode?: number): GraphError {
  return new GraphError({ httpStatus, code, message, subcode })
}
