export { cpuMilliseconds } from './cpu-milliseconds.ts'
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts'
