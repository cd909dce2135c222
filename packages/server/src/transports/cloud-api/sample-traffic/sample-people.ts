import type { SamplePerson } from './sample-desk.ts'

/** Invented; the phone numbers are of ranges that regulators keep for fiction. */
export const people = {
  ana: { name: 'Ana Ribeiro', phone: '15550100142' },
  lukas: { name: 'Lukas Grün', phone: '493023125014', userId: 'DE.40012234819220017731' },
  fatima: { name: 'فاطمة الزهراء', phone: '447700900173' },
  yuki: { name: '佐藤 ゆき', phone: '447700900461' },
  oliver: { name: 'Oliver Webb', phone: '447700900228' },
  camille: { name: 'Camille Durand', phone: '33639980012' },
  /** Known by a user id and a username only: no phone number at all. */
  priya: { name: 'प्रिया शर्मा', userId: 'IN.90871120045518830142', username: 'priya.writes' },
} as const satisfies Record<string, SamplePerson>
