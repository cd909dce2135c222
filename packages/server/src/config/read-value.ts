import { isIP } from 'node:net'

export type Result<Value> = { readonly value: Value } | { readonly wrong: string }

/** From a variable's text to its value, or to what is wrong with it. */
export type Reader<Value> = (text: string) => Result<Value>

export function wholeNumber(least: number, most: number): Reader<number> {
  return (text) => {
    const value = Number(text)
    return /^\d+$/.test(text) && value >= least && value <= most
      ? { value }
      : { wrong: `must be a whole number from ${least} to ${most}, not "${text}"` }
  }
}

export const yesOrNo: Reader<boolean> = (text) => {
  const lower = text.toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(lower)) return { value: true }
  if (['false', '0', 'no', 'off'].includes(lower)) return { value: false }
  return { wrong: `must be true or false, not "${text}"` }
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): Reader<Choice> {
  return (text) => {
    const value = choices.find((choice) => choice === text.toLowerCase())
    return value === undefined ? { wrong: `must be one of ${choices.join(', ')}, not "${text}"` } : { value }
  }
}

/** Several by commas, at least one. */
export function listOf<const Choice extends string>(choices: readonly Choice[]): Reader<Choice[]> {
  return (text) => {
    const parts = text.split(',').flatMap((part) => (part.trim() ? [part.trim()] : []))
    const value = choices.filter((choice) => parts.includes(choice))
    const stranger = parts.find((part) => !choices.some((choice) => choice === part))
    if (stranger !== undefined)
      return { wrong: `knows ${choices.join(', ')} (several by commas), but not "${stranger}"` }
    return value.length > 0 ? { value } : { wrong: `needs at least one of ${choices.join(', ')}` }
  }
}

export const digits: Reader<string> = (text) =>
  /^\d{1,32}$/.test(text) ? { value: text } : { wrong: `must be an id of digits only, not "${text}"` }

export const apiVersion: Reader<string> = (text) =>
  /^v\d{1,3}\.\d{1,2}$/.test(text) ? { value: text } : { wrong: `must look like v26.0, not "${text}"` }

export const host: Reader<string> = (text) => {
  const bare = text.replace(/^\[(.*)\]$/, '$1')
  const named = /^(?!.*\.\.)[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(bare) && !/^[\d.]+$/.test(bare)
  return isIP(bare) !== 0 || named ? { value: bare } : { wrong: `must be an IP address or a host name, not "${text}"` }
}

/** Without the slash at its end, so that a path can be put behind it. */
export const webAddress: Reader<string> = (text) => {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return { wrong: `must be a web address with http:// or https://, not "${text}"` }
  return { value: text.replace(/\/+$/, '') }
}

/** SQLAlchemy names a driver in the scheme (`postgresql+asyncpg:`), which no other client understands. */
export function plainDatabaseUrl(text: string): string {
  return text.replace(/^(postgres(?:ql)?)\+[a-z\d]+:/i, '$1:')
}

/** Names the host only: the address holds a password, and this value is logged. */
export const databaseHost: Reader<string> = (text) => {
  const plain = plainDatabaseUrl(text)
  // A socket's directory is in `?host=`, and WHATWG URLs cannot hold an empty host with a user before it.
  const match = /^postgres(?:ql)?:\/\/(?:[^@/]*@)?([^/?]*)(?:\/[^?]*)?(?:\?(.*))?$/i.exec(plain)
  if (!match) return { wrong: 'must be a Postgres address that begins with postgresql://' }
  return { value: match[1] || new URLSearchParams(match[2] ?? '').get('host') || 'localhost' }
}

export const phoneNumbers: Reader<string[]> = (text) => {
  const numbers = text.split(',').flatMap((part) => (part.trim() ? [part.replace(/[\s+().-]/g, '')] : []))
  const stranger = numbers.find((number) => !/^\d{6,15}$/.test(number))
  return stranger === undefined
    ? { value: numbers }
    : { wrong: `must be phone numbers by commas; "${stranger}" is not one` }
}

/** `http://host:9000`, or `host:9000`, which is http as the MinIO clients have it. */
export const storeAddress: Reader<string> = (text) => {
  const whole = /^https?:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(whole) ? new URL(whole) : undefined
  return url && url.hostname !== '' && url.username === '' && url.pathname === '/' && url.search === ''
    ? { value: url.origin }
    : { wrong: `must be a host with its port, or that with http:// or https:// before it, not "${text}"` }
}

/** By S3's rules, so that a wrong one is found at start. */
export const bucketName: Reader<string> = (text) =>
  /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(text)
    ? { value: text }
    : { wrong: `must be 3 to 63 lower case letters, digits, dots and hyphens, not "${text}"` }

/** IP addresses, or ranges of them as 10.0.0.0/8, by commas. */
export const addressRanges: Reader<string[]> = (text) => {
  const ranges = text.split(',').flatMap((part) => (part.trim() ? [part.trim()] : []))
  const stranger = ranges.find((range) => {
    const [address = '', bits, ...more] = range.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    return more.length > 0 || most < 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  })
  return stranger === undefined
    ? { value: ranges }
    : { wrong: `must be IP addresses or ranges like 10.0.0.0/8, by commas; "${stranger}" is neither` }
}

/** Its value holds a password: what is wrong is said without it. */
export const mailServer: Reader<string> = (text) => {
  const url = URL.parse(text)
  return url && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
    ? { value: text }
    : { wrong: 'must begin with smtps:// or smtp:// and name a host' }
}

/** `desk@example.com`, or with a name before it: `Switchboard <desk@example.com>`. */
export const mailSender: Reader<string> = (text) =>
  /^(?:[^<>@\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(text)
    ? { value: text }
    : { wrong: `must be an e-mail address, or a name with one in <>, not "${text}"` }

/** Plain http only on this machine: what signs people in must not be read or changed on its way. */
export const issuer: Reader<string> = (text) => {
  const url = URL.parse(text)
  const isHere = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  return url &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) &&
    url.search === '' &&
    url.hash === ''
    ? { value: text }
    : { wrong: `must be an address with https://, as the provider writes its issuer, not "${text}"` }
}

export const mailDomains: Reader<string[]> = (text) => {
  const domains = text.split(',').flatMap((part) => (part.trim() ? [part.trim().toLowerCase()] : []))
  const stranger = domains.find((domain) => !/^[a-z\d-]+(\.[a-z\d-]+)+$/.test(domain))
  return stranger === undefined
    ? { value: domains }
    : { wrong: `must be domains of e-mail addresses by commas, as example.com; "${stranger}" is not one` }
}
