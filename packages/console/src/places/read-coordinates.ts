export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
}

/** One number with a fraction or a whole one, then another, as maps copy them: `51.47793, -0.00148`. */
const pair = /(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)/
/** Where links of Google Maps, Apple Maps, OpenStreetMap and `geo:` have them. The pin comes before the middle of what is shown. */
const inLinks = [
  /!3d(-?\d+\.?\d*)!4d(-?\d+\.?\d*)/,
  /[?&](?:q|query|ll|sll|daddr|destination|coordinate)=(?:loc:)?(-?\d+\.?\d*)(?:,|%2C)\s*(-?\d+\.?\d*)/i,
  /[?&]mlat=(-?\d+\.?\d*)&mlon=(-?\d+\.?\d*)/,
  /@(-?\d+\.?\d*),(-?\d+\.?\d*)/,
  /#map=\d+\/(-?\d+\.?\d*)\/(-?\d+\.?\d*)/,
  /^geo:(-?\d+\.?\d*),(-?\d+\.?\d*)/,
]

/** Where on earth a text says something is: two numbers, or a link to a map. Nothing is asked of anybody. */
export function readCoordinates(text: string): Coordinates | undefined {
  const trimmed = text.trim()
  const isLink = /^[a-z]+:/i.test(trimmed)
  const found = isLink
    ? inLinks.map((each) => each.exec(trimmed)).find((match) => match !== null)
    : pair.exec(trimmed.replaceAll('°', ''))
  const [latitude, longitude] = [Number(found?.[1] ?? Number.NaN), Number(found?.[2] ?? Number.NaN)]
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isOnEarth ? { latitude, longitude } : undefined
}
