import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type FastConnection, openFastConnection } from './fast-connection.ts'
import { readPlainRequest } from './plain-request.ts'

const ends = new Set<Socket>()
let server: net.Server | undefined
afterEach(() => {
  for (const socket of ends) socket.destroy()
  ends.clear()
  server?.close()
})

interface Opened {
  readonly client: Socket
  readonly connection: FastConnection
  /** What the client has been given. */
  heard: string
  /** What is left to node:http. */
  readonly handedOver: Buffer[]
  asked: number
}

/** One connection with both of its ends. @param take answers; default: at once, with so many bytes. */
async function open(answerBytes = 0, take = answerWith(answerBytes)): Promise<Opened> {
  server = net.createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's
  const accepted = once(server, 'connection')
  const client = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const [socket] = (await accepted) as [Socket] // what the event brings
  for (const end of [client, socket]) ends.add(end)
  const startLine = Buffer.from('POST /hook HTTP/1.1\r\n')
  const connection = openFastConnection(socket, {
    keepAliveMilliseconds: 600_000,
    read: (bytes) => readPlainRequest(bytes, startLine),
    take(_request, taken) {
      opened.asked += 1
      take(taken)
    },
    handOver: ({ socket: given }) => given.on('data', (chunk: Buffer) => opened.handedOver.push(chunk)),
    hold: () => true,
    left() {},
  })
  const opened: Opened = { client, connection, heard: '', handedOver: [], asked: 0 }
  client.on('data', (chunk) => (opened.heard += String(chunk)))
  client.on('error', () => {})
  return opened
}

const answerWith = (bytes: number) => (connection: FastConnection) => connection.answer('x'.repeat(bytes), 'latin1')
const request = 'POST /hook HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n'
const answerBytes = 32 * 1024

/** Asks and reads nothing, until an answer waits in the server. */
async function stall(opened: Opened, until: (socket: Socket) => boolean): Promise<void> {
  const { client, connection } = opened
  client.pause()
  while (!until(connection.socket)) {
    const before = opened.asked
    client.write(request)
    await expect.poll(() => opened.asked, { interval: 1 }).toBe(before + 1)
  }
}
/** Reads again, to the end that the server makes. */
async function expectAllAnswers(opened: Opened): Promise<void> {
  const ended = once(opened.client, 'end')
  opened.client.resume()
  await ended
  expect(opened.heard.length).toBe(opened.asked * answerBytes)
}

const waits = ({ writableLength }: Socket) => writableLength > 0
const isFull = ({ writableNeedDrain }: Socket) => writableNeedDrain

test('a connection that was full when the server closed ends when its answers are taken', async () => {
  const opened = await open(answerBytes)
  await stall(opened, isFull)
  opened.connection.close()
  await expectAllAnswers(opened)
})

test('a connection that was full when its other side ended ends when its answers are taken', async () => {
  const opened = await open(answerBytes)
  await stall(opened, isFull)
  opened.client.end()
  await once(opened.client, 'finish')
  await expectAllAnswers(opened)
})

test('answers that wait when the server closes are not thrown away', async () => {
  const opened = await open(answerBytes)
  await stall(opened, waits)
  opened.connection.close()
  await expectAllAnswers(opened)
})

test('a request that was cut while answers wait is not given to anybody', async () => {
  const opened = await open(answerBytes)
  await stall(opened, waits)
  const { client, connection, handedOver } = opened
  const closed = once(connection.socket, 'close')
  client.end(request.slice(0, -2))
  await closed
  expect(handedOver).toEqual([])
})

test('a request that comes piece by piece is waited for a second or two', async () => {
  const { client, handedOver } = await open()
  client.setNoDelay(true)
  for (const piece of request.slice(0, 4)) {
    client.write(piece)
    await sleep(600)
  }
  expect(String(Buffer.concat(handedOver))).toBe(request.slice(0, 4))
})

test('the beginning of a request does not keep what was read with it', async () => {
  const { client, handedOver } = await open()
  const beginning = 'POST /hook HTTP/1.1\r\nhost:'
  client.write(request.repeat(1_000) + beginning)
  await expect.poll(() => handedOver.map(String), { timeout: 3_000 }).toEqual([beginning])
  expect(handedOver[0]?.buffer.byteLength).toBe(beginning.length)
})

test('an answer may take longer than a request', async () => {
  const opened = await open(0, (connection) => void setTimeout(() => connection.answer('late', 'latin1'), 1_300))
  opened.client.write(request)
  await expect.poll(() => opened.heard, { timeout: 3_000 }).toBe('late')
  expect(opened.connection.socket.destroyed).toBe(false)
})

test('what was sent ahead is not taken from a connection that was cut', async () => {
  const opened = await open(0, (connection) => {
    connection.answer('only', 'latin1')
    connection.socket.destroy()
  })
  const closed = once(opened.connection.socket, 'close')
  opened.client.write(request + request)
  await closed
  expect(opened.asked).toBe(1)
})
