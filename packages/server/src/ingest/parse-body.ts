/** A JSON object, as far as it is known. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Reads a raw body as JSON. Bytes that are not UTF-8 read as U+FFFD and a byte order mark is skipped: the inbox keeps the exact
 * bytes, and a text with one broken character is worth more than none. Of a key that comes twice the last counts.
 *
 * @returns undefined for what is not JSON or not an object at the top.
 */
export function parseBody(body: Buffer): JsonObject | undefined {
  try {
    const text = body.toString('utf8')
    const value: unknown = JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text)
    return isObject(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Reads a raw body as a form (application/x-www-form-urlencoded). Of a name that comes twice the last counts. */
export function parseForm(body: Buffer): JsonObject {
  return Object.fromEntries(new URLSearchParams(body.toString('utf8')))
}

const byteOrderMark = 0xfeff

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
