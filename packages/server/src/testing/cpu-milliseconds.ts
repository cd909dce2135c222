/** What the work costs this process, whatever else the machine does meanwhile. Synchronous work only. */
export function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
