// Run by encryption-key.test.ts, several at once: each prints the key that it got.
import { keptEncryptionKeys } from './encryption-key.ts'

const [directory = '', startAt = '0'] = process.argv.slice(2)
while (Date.now() < Number(startAt));
process.stdout.write(keptEncryptionKeys(directory)[0]?.toString('hex') ?? '')
