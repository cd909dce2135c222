/** Why the simulated phones are not there, or do not do something. Stable problem codes, each with its HTTP status. */
export const simulatorRefusals = {
  'no-simulator': { status: 404, title: 'There is no simulator beside this server' },
  'no-such-customer': { status: 404, title: 'The simulator knows no such customer' },
  'phone-refused': { status: 422, title: 'The phone cannot do that' },
} as const
