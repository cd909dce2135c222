import { z } from 'zod'

/**
 * A backup is one gzip stream of frames: a letter, the payload's length (4 bytes, big endian), the payload.
 *
 *   H  the header, JSON           first
 *   T  a table begins, JSON       then its D frames, up to the next T, or F
 *   D  text as COPY writes it     rows may be cut anywhere
 *   F  the manifest, JSON         last; holds the SHA-256 of every byte before it
 *
 * COPY's text format, and not its binary one, because any Postgres reads it from any other.
 */
export type Frame =
  | { readonly kind: 'H'; readonly payload: Buffer }
  | { readonly kind: 'T'; readonly payload: Buffer }
  | { readonly kind: 'D'; readonly payload: Buffer }
  | { readonly kind: 'F'; readonly payload: Buffer }

export const frameHeaderBytes = 5
/** COPY gives chunks of 64 KB; a single row may be larger (a body of 3 MB, with its bytes escaped). */
export const longestPayload = 256 * 1024 * 1024

export const formatName = 'switchboard-backup'
export const formatVersion = 1

export const headerSchema = z.object({
  format: z.literal(formatName),
  version: z.number(),
  takenAt: z.string(),
  postgres: z.string(),
  /** The migrations that had run, in order: the version of the schema. */
  migrations: z.array(z.string()).min(1),
})
export type Header = z.infer<typeof headerSchema>

export const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()).min(1) })
export type Table = z.infer<typeof tableSchema>

export const manifestSchema = z.object({
  sha256: z.string(),
  rows: z.record(z.string(), z.number()),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  /** Mondays (YYYY-MM-DD) of the partitions that the rows need, by table. */
  partitions: z.record(z.string(), z.array(z.string())),
})
export type Manifest = z.infer<typeof manifestSchema>

export function encodeFrame(kind: Frame['kind'], payload: Buffer | object): Buffer[] {
  const body = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload))
  const head = Buffer.alloc(frameHeaderBytes)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return [head, body]
}
