import { describe, expect, test } from 'vitest'
import { blobStoreCases } from './blob-store.case.ts'
import { createS3Blobs } from './s3-blobs.ts'

// Needs an S3-compatible server that the tests may fill: `make test-s3` starts one.
const endpoint = process.env['S3_TEST_ENDPOINT']
const credentials = {
  bucket: process.env['S3_TEST_BUCKET'] ?? 'switchboard-test',
  accessKey: process.env['S3_TEST_ACCESS_KEY'] ?? 'testing',
  secretKey: process.env['S3_TEST_SECRET_KEY'] ?? 'testing',
}

describe.skipIf(endpoint === undefined)('an S3 bucket', () => {
  const store = createS3Blobs({ endpoint: endpoint ?? 'http://127.0.0.1', ...credentials })
  // The SDK holds two parts of 8 MB and copies of them until they are collected.
  blobStoreCases(() => store, { file: 300, memory: 150 })

  test('is made when it is missing', async () => {
    await using fresh = createS3Blobs({ endpoint: endpoint ?? '', ...credentials, bucket: `fresh-${Date.now()}` })
    expect(await fresh.check()).toBeNull()
  })
})

test('a store that does not answer is said, with its address', async () => {
  await using nowhere = createS3Blobs({ endpoint: 'http://127.0.0.1:1', ...credentials })
  expect(await nowhere.check()).toContain('http://127.0.0.1:1')
})
