const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['Windows', 'Windows'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Mac OS X', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** `Chrome · Linux`, as a person calls it; null: a program, or it did not say. Order matters: most claim to be several. */
export function browserOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const named = [browsers, systems].map((list) => list.find(([sign]) => userAgent.includes(sign))?.[1])
  const known = named.filter((name) => name !== undefined)
  return known.length > 0 ? known.join(' · ') : null
}
