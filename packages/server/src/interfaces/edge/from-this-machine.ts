import type { IncomingMessage } from 'node:http'

const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'cf-connecting-ip']

/** A program on this machine asks. What a proxy or a tunnel on this machine passes on comes from elsewhere. */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '')
  return loopback && forwarding.every((name) => headers[name] === undefined)
}
