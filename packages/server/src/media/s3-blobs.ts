import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { BlobMissing, type BlobStore } from './blob-store.ts'

export interface S3Options {
  /** With its scheme, e.g. http://minio:9000 */
  readonly endpoint: string
  readonly bucket: string
  readonly accessKey: string
  readonly secretKey: string
  /** Default us-east-1, which is what MinIO calls itself. */
  readonly region?: string | undefined
}

/** Of a multipart upload; S3 takes 10,000 parts, so files up to 78 GB. */
const partBytes = 8 * 1024 * 1024

/**
 * An S3-compatible store, buckets in the path. A stream goes up in parts of 8 MB, two at a time, so a file of any size takes
 * 16 MB or so of memory; an upload that fails is aborted, so that its parts do not stay. The bucket is made when it is missing.
 */
export function createS3Blobs(options: S3Options): BlobStore & AsyncDisposable {
  const { bucket: Bucket } = options
  const client = new S3Client({
    endpoint: options.endpoint,
    forcePathStyle: true,
    region: options.region ?? 'us-east-1',
    credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
  })
  let bucketReady: Promise<void> | undefined

  async function ensureBucket(): Promise<void> {
    bucketReady ??= makeBucket().catch((error: unknown) => {
      bucketReady = undefined
      throw error
    })
    await bucketReady
  }
  async function makeBucket(): Promise<void> {
    try {
      await client.send(new HeadBucketCommand({ Bucket }))
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      await client.send(new CreateBucketCommand({ Bucket })).catch((failure: unknown) => {
        // Another server made it just now.
        if (statusOf(failure) !== 409) throw failure
      })
    }
  }

  return {
    async put(Key, body, signal) {
      try {
        await ensureBucket()
        const upload = new Upload({ client, params: { Bucket, Key, Body: body }, partSize: partBytes, queueSize: 2 })
        const abort = () => void upload.abort()
        signal?.throwIfAborted()
        signal?.addEventListener('abort', abort, { once: true })
        try {
          await upload.done()
        } finally {
          signal?.removeEventListener('abort', abort)
        }
      } catch (error) {
        body.destroy()
        throw error
      }
    },
    async get(Key, range) {
      try {
        const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end}`
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }))
        // In Node the SDK gives the socket's stream.
        if (!(Body instanceof Readable)) throw new Error('the object store gave no stream')
        return Body
      } catch (error) {
        throw statusOf(error) === 404 ? new BlobMissing(Key, { cause: error }) : error
      }
    },
    async head(Key) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key }))
        return { sizeBytes: ContentLength ?? 0 }
      } catch (error) {
        if (statusOf(error) === 404) return null
        throw error
      }
    },
    async delete(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }))
    },
    async check() {
      try {
        await makeBucket()
        return null
      } catch (error) {
        const reason = error instanceof Error ? error.message || error.name : String(error)
        return `the bucket ${Bucket} at ${options.endpoint} cannot be used: ${reason}`
      }
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
    },
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}
