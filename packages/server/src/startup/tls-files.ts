import { readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import type { Server } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { FastifyBaseLogger } from 'fastify'
import { BootError, type BootProblem } from '../config/boot-error.ts'
import type { TlsConfig } from '../config/config.ts'
import type { VariableName } from '../config/variables.ts'

const lookMilliseconds = 10_000

/**
 * What a TLS server is made of. A client is asked for a certificate only where webhooks need one, and may come without: which
 * requests need it is decided by their address (interfaces/edge/client-certificate.ts).
 *
 * @throws {BootError} naming the file that cannot be used
 */
export function readTlsFiles(tls: TlsConfig): ServerOptions {
  const problems: BootProblem[] = []
  const read = (variable: VariableName, file: string): string => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      problems.push({ variable, wrong: `cannot be read: ${error instanceof Error ? error.message : file}` })
      return ''
    }
  }
  const cert = read('SWITCHBOARD_TLS_CERT', tls.certificateFile)
  const key = read('SWITCHBOARD_TLS_KEY', tls.keyFile)
  const { webhookClient } = tls
  const ca = webhookClient && read('WHATSAPP_WEBHOOK_CLIENT_CA', webhookClient.caFile)
  const check = (variable: VariableName, wrong: string, of: object) => {
    if (problems.length > 0) return
    try {
      createSecureContext(of)
    } catch (error) {
      problems.push({ variable, wrong: `${wrong}: ${error instanceof Error ? error.message : ''}` })
    }
  }
  check('SWITCHBOARD_TLS_CERT', `and SWITCHBOARD_TLS_KEY are no certificate with its key`, { cert, key })
  if (ca !== undefined) check('WHATSAPP_WEBHOOK_CLIENT_CA', 'is no certificate', { ca })
  if (problems.length > 0) throw new BootError(problems)
  return {
    ...{ cert, key, minVersion: 'TLSv1.2', handshakeTimeout: 15_000 },
    ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: false }),
  }
}

/**
 * Looks at the files every ten seconds, and gives new connections what they hold now; looked at rather than watched, because
 * renewals replace files and links in ways that watching misses. What cannot be used is logged, and the old stays.
 */
export function followTlsFiles(
  server: Server,
  tls: TlsConfig,
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
  everyMilliseconds = lookMilliseconds,
): Disposable {
  let known = JSON.stringify(readTlsFiles(tls))
  let complained = ''
  const look = setInterval(() => {
    try {
      const options = readTlsFiles(tls)
      const now = JSON.stringify(options)
      if (now === known)
        return // Fastify's type is that of a server without TLS; this function is called where there is TLS.
      ;(server as unknown as { setSecureContext(options: ServerOptions): void }).setSecureContext(options)
      known = now
      complained = ''
      log.info({ certificate: tls.certificateFile }, 'the TLS certificate was renewed')
    } catch (error) {
      const message = error instanceof Error ? error.message : ''
      if (message !== complained) log.error({ err: error }, 'the new TLS certificate cannot be used; the old one stays')
      complained = message
    }
  }, everyMilliseconds)
  look.unref()
  return { [Symbol.dispose]: () => clearInterval(look) }
}
