export const eventsIn = {
  title: 'Events in',
}
