import type { Config } from './config/config.ts'
import type { EdgeOptions } from './interfaces/app.ts'
import { clientCertificateFault } from './interfaces/edge/client-certificate.ts'
import type { PublicAddress } from './startup/public-address.ts'
import { readTlsFiles } from './startup/tls-files.ts'

/** What stands between the network and the routes. @throws BootError where the files of TLS cannot be used */
export function composeEdge(
  { loopback, publicBaseUrl, trustedProxies, tls }: Config,
  publicAddress: PublicAddress,
): EdgeOptions {
  const tunnel = () => {
    const found = publicAddress.tunnel()
    return found && { host: new URL(found.url).host, opens: found.opens }
  }
  return { loopback, publicBaseUrl, trustedProxies, tunnel, tls: tls && readTlsFiles(tls) }
}

/** Whether a client's certificate is asked of who sends webhooks of Meta, and how it is judged. */
export function webhookSenderFault({ tls }: Config) {
  const name = tls?.webhookClient?.name
  return name === undefined
    ? undefined
    : (request: Parameters<typeof clientCertificateFault>[0]) => clientCertificateFault(request, name)
}
