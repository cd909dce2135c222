import { useTranslations } from '../../../strings/use-translations.ts'
import { AuthRefusal, useAuthRequest } from './auth-request.ts'

/** Has this device make a passkey and tells the server of it. @throws {AuthRefusal} */
export function useMakePasskey(): () => Promise<void> {
  const words = useTranslations('settings.security.problems')
  const device = useTranslations('settings.security')
  const ask = useAuthRequest()
  return async () => {
    // Browsers give passkeys to names only.
    if (/^[\d.]+$|^\[/.test(location.hostname)) throw new AuthRefusal(words('needsName', { host: location.hostname }))
    if (!('PublicKeyCredential' in window) || !('parseCreationOptionsFromJSON' in PublicKeyCredential))
      throw new AuthRefusal(words('noPasskeysHere'))
    const options = await ask<PublicKeyCredentialCreationOptionsJSON>('passkey/generate-register-options')
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    const made = await navigator.credentials.create({ publicKey }).catch((error: unknown) => {
      const isKnown = error instanceof DOMException && error.name === 'InvalidStateError'
      throw new AuthRefusal(words(isKnown ? 'passkeyKnown' : 'passkeyNotMade'), { cause: error })
    })
    if (!(made instanceof PublicKeyCredential)) throw new AuthRefusal(words('passkeyNotMade'))
    await ask('passkey/verify-registration', { response: made.toJSON(), name: nameOfDevice(device('passkey')) })
  }
}

/** By which the person knows it again: the system that the browser says it runs on. */
function nameOfDevice(instead: string): string {
  const system = /(Windows|Macintosh|iPhone|iPad|Android|CrOS|Linux)/.exec(navigator.userAgent)?.[1]
  return system ? `${instead} · ${system === 'Macintosh' ? 'Mac' : system}` : instead
}
