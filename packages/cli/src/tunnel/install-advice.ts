const releases = 'https://github.com/cloudflare/cloudflared/releases/latest/download'
const page = 'https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/downloads/'

/** How cloudflared comes onto this machine, as one command where there is one. */
export function installAdvice(platform: NodeJS.Platform, architecture: string): string {
  const command = commandFor(platform, architecture)
  return [
    'cloudflared is not installed, and a tunnel needs it.',
    ...(command === undefined ? [] : [`Install it:  ${command}`]),
    `Every way:   ${page}`,
    'Then run this again.',
  ].join('\n')
}

function commandFor(platform: NodeJS.Platform, architecture: string): string | undefined {
  if (platform === 'darwin') return 'brew install cloudflared'
  if (platform === 'win32') return 'winget install --id Cloudflare.cloudflared'
  const built = ({ x64: 'amd64', arm64: 'arm64', arm: 'armhf' } as Readonly<Record<string, string>>)[architecture]
  if (platform !== 'linux' || built === undefined) return undefined
  const file = '/usr/local/bin/cloudflared'
  return `sudo curl -fsSL -o ${file} ${releases}/cloudflared-linux-${built} && sudo chmod +x ${file}`
}
