/** What WhatsApp takes in a message with buttons or a list, in characters (code points) and pieces. */
export const cardLimits = {
  header: 60,
  body: { buttons: 1_024, list: 4_096 },
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  listButton: 20,
  sections: 10,
  sectionTitle: 24,
  /** Of all sections together. */
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
} as const

/** As WhatsApp counts. */
export function characters(text: string): number {
  return [...text].length
}
