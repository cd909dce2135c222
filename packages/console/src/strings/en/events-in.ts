export const eventsIn = {
  title: 'Events in',
  intro: 'Every webhook as it came, byte for byte, and what became of it.',
  all: 'All',
  refresh: 'Refresh',
  number: 'Number',
  received: 'Received',
  transport: 'Transport',
  bytes: 'Bytes',
  state: 'State',
  state_pending: 'Waiting',
  state_projected: 'Read',
  state_parked: 'Parked',
  attempts: '{count, plural, one {tried once} other {tried # times}}',
  replay: 'Read again',
  replayParked: 'Read parked ones again',
  replayed:
    '{replayed, plural, =0 {Nothing to read again} one {One was read again} other {# were read again}}{parked, plural, =0 {} other {; # stay parked}}',
  body: 'Webhook {seq}',
  redacted: 'What named a person who asked to be erased was taken out of this body.',
  nothing: 'No webhook has come yet',
  nothingWhy:
    'Connect a number under Accounts, or write from the phone: each webhook that comes stands here with its raw body.',
  nothingParked: 'Nothing is parked',
  nothingParkedWhy:
    'A webhook that cannot be read is parked here with the reason, and can be read again after an upgrade. None is lost.',
}
