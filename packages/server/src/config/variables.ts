/** One environment variable that Switchboard knows. */
export interface Variable {
  /** Older names; the canonical name wins when both are set. */
  readonly aliases?: readonly string[]
  readonly default?: string
  /** Never printed or logged. */
  readonly secret?: boolean
  /** Values that everybody knows: fine on loopback, refused on any other address. */
  readonly known?: readonly string[]
  /** A value that works, for error messages. */
  readonly example: string
  /** What it does, for `switchboard doctor` and the manual. */
  readonly about: string
}

/** Every variable, under its canonical name. */
export const variables = {
  HOST: { default: '127.0.0.1', example: '127.0.0.1', about: 'address to listen on' },
  PORT: { default: '8000', example: '8000', about: 'port to listen on; 0 takes a free one' },
  PUBLIC_BASE_URL: {
    example: 'https://switchboard.example.com',
    about: 'where the world reaches this server, when a tunnel or proxy stands before it',
  },
  SWITCHBOARD_TRUSTED_PROXIES: {
    example: '127.0.0.1,10.0.0.0/8',
    about: 'proxies before this server whose X-Forwarded-For and -Proto are believed; otherwise nobody is',
  },
  SWITCHBOARD_RATE_LIMIT: {
    default: '6000',
    example: '6000',
    about: 'requests and MCP calls a minute of one credential; 0: no limit',
  },
  SWITCHBOARD_RATE_LIMIT_ADDRESS: {
    default: '12000',
    example: '12000',
    about: 'requests a minute of one address, other than this machine; 0: no limit',
  },
  SWITCHBOARD_TLS_CERT: {
    example: '/etc/letsencrypt/live/switchboard.example.com/fullchain.pem',
    about: 'certificate chain (PEM) to answer https itself; read again when it changes; needs SWITCHBOARD_TLS_KEY',
  },
  SWITCHBOARD_TLS_KEY: {
    example: '/etc/letsencrypt/live/switchboard.example.com/privkey.pem',
    about: "that certificate's key (PEM)",
  },
  SWITCHBOARD_DATA_DIR: {
    default: '.data',
    example: '/var/lib/switchboard',
    about: 'embedded database, generated secrets, pid file',
  },
  SWITCHBOARD_ROLES: {
    default: 'api,project,dispatch,jobs',
    example: 'api,project,dispatch,jobs',
    about: 'what this process does, the same as serve --roles',
  },
  DATABASE_URL: {
    secret: true,
    example: 'postgresql://switchboard:secret@db.example.com:5432/switchboard',
    about: 'a Postgres of yours (18 or newer); without it an embedded one is started',
  },
  RETENTION_DAYS: { default: '730', example: '730', about: 'days that messages are kept; 0 keeps them for ever' },
  AUDIT_RETENTION_DAYS: {
    default: '2555',
    example: '2555',
    about: 'days that the audit log is kept (seven years); 0 keeps it for ever',
  },
  COST_RATES_FILE: {
    example: '/etc/switchboard/rates.csv',
    about:
      'what messages cost, for GET /v1/costs: CSV with category,country,currency,rate[,from]; without it only counts',
  },
  LOG_LEVEL: { default: 'info', example: 'info', about: 'trace, debug, info, warn, error or silent' },
  ADMIN_API_KEY: {
    secret: true,
    known: ['admin123', 'admin', 'changeme', 'change-me'],
    example: 'the output of: openssl rand -hex 24',
    about: 'the key of /admin/* (X-Admin-Api-Key)',
  },
  SWITCHBOARD_API_KEY: {
    secret: true,
    example: 'sb_live_… as shown by: switchboard key create',
    about: 'the key that switchboard mcp uses, instead of the first one',
  },
  SWITCHBOARD_KEY: {
    secret: true,
    example: 'the output of: openssl rand -base64 32',
    about: 'encrypts the tokens of accounts in the database; without it a key is kept in the data directory',
  },
  SWITCHBOARD_START_LINK: {
    default: 'true',
    example: 'false',
    about: 'each start prints a link that opens the console signed in, on this machine with the embedded database only',
  },
  SWITCHBOARD_KNOWN_PASSWORDS: {
    example: '/etc/switchboard/known-passwords.txt',
    about: 'a file of passwords that nobody may take, one a line',
  },
  SMTP_URL: {
    secret: true,
    example: 'smtps://user:password@mail.example.com',
    about: 'a mail server: invitations and links for new passwords are mailed, else only shown; needs SMTP_FROM',
  },
  SMTP_FROM: { example: 'Switchboard <desk@example.com>', about: 'who those mails are from' },
  OIDC_ISSUER: {
    example: 'https://accounts.example.com',
    about:
      'an identity provider (OpenID Connect) by which people sign in, beside their passwords; needs OIDC_CLIENT_ID',
  },
  OIDC_CLIENT_ID: { example: 'switchboard', about: 'as what this server is known to the provider' },
  OIDC_CLIENT_SECRET: {
    secret: true,
    example: 'as the provider shows it once',
    about: "that client's secret; without it a public client, protected by PKCE alone",
  },
  OIDC_NAME: { default: 'single sign-on', example: 'Example ID', about: 'the provider on the button: Sign in with …' },
  OIDC_ALLOWED_DOMAINS: {
    example: 'example.com,example.org',
    about: 'whose addresses the provider lets in, by commas; without it, of everybody who is a member or invited',
  },
  OIDC_JOIN_ROLE: {
    example: 'viewer',
    about: 'as what people of those domains join without an invitation: viewer, agent or admin; without it nobody does',
  },
  SWITCHBOARD_KEY_PREVIOUS: {
    secret: true,
    example: 'the SWITCHBOARD_KEY before this one; several by commas',
    about: 'keys that still open what they sealed, until switchboard key rotate has changed it over',
  },
  WHATSAPP_VERIFY_TOKEN: {
    aliases: ['WHATSAPP_WEBHOOK_VERIFY_TOKEN', 'WHATSAPP_VERIFY'],
    default: 'dev-verify-token',
    secret: true,
    known: ['dev-verify-token'],
    example: 'the output of: openssl rand -hex 24',
    about: 'what Meta must say when it checks the webhook address',
  },
  WHATSAPP_APP_SECRET: {
    aliases: ['WHATSAPP_SECRET', 'APP_SECRET'],
    secret: true,
    example: 'the App Secret under App settings > Basic in the Meta app dashboard',
    about: 'signs every webhook; generated for local use when unset',
  },
  VERIFY_WEBHOOK_SIGNATURE: {
    aliases: ['VERIFY_WEBHOOK', 'VERIFY_SIGNATURE'],
    default: 'true',
    example: 'true',
    about: 'refuse webhooks whose signature is wrong; false works on loopback only',
  },
  WHATSAPP_WEBHOOK_CLIENT_CA: {
    example: '/etc/switchboard/meta-outbound-api-ca-2025-12.pem',
    about: "the CA (PEM) of Meta's client certificate: webhooks are then taken with that certificate only (mTLS)",
  },
  WHATSAPP_WEBHOOK_CLIENT_NAME: {
    default: 'client.webhooks.fbclientcerts.com',
    example: 'client.webhooks.fbclientcerts.com',
    about: 'the name that this client certificate must be of',
  },
  WHATSAPP_ACCESS_TOKEN: {
    aliases: ['WHATSAPP_API_TOKEN', 'WHATSAPP_API_KEY', 'WHATSAPP_TOKEN'],
    secret: true,
    example: 'a system user token from Meta Business settings',
    about: 'calls to the Graph API; without it, a simulated number on this machine',
  },
  WHATSAPP_PHONE_NUMBER_ID: {
    aliases: ['PHONE_NUMBER_ID'],
    example: '106540352242922',
    about: 'the number that is the default account',
  },
  WHATSAPP_WABA_ID: {
    aliases: ['WHATSAPP_BUSINESS_ACCOUNT_ID', 'WABA_ID'],
    example: '102290129340398',
    about: 'the WhatsApp business account of that number',
  },
  WHATSAPP_API_VERSION: { default: 'v26.0', example: 'v26.0', about: 'version of the Graph API' },
  WHATSAPP_BASE_URL: {
    default: 'https://graph.facebook.com',
    example: 'https://graph.facebook.com',
    about: 'where the Graph API is',
  },
  TWILIO_BASE_URL: {
    default: 'https://api.twilio.com',
    example: 'https://api.twilio.com',
    about: "where Twilio's API is",
  },
  SWITCHBOARD_SIMULATOR: {
    default: 'auto',
    example: 'auto',
    about: 'auto: stands in for Meta while no token is set, on this machine only; off: never',
  },
  MCP_READ_ONLY: {
    default: 'false',
    example: 'true',
    about: 'assistants (MCP) are given no tool that sends or changes, whatever their key may',
  },
  MCP_APPROVE_IN_CLIENT: {
    default: 'true',
    example: 'false',
    about: "an assistant's user may approve its messages in their client; false: only at this server",
  },
  DEBUG_ECHO_MODE: { default: 'false', example: 'false', about: 'answer "Received: …"' },
  DEBUG_ECHO_ALLOWLIST_E164: { example: '15169007810,4915112345678', about: 'numbers that are answered, by commas' },
  DEBUG_ECHO_RATE_LIMIT_SECONDS: {
    default: '60',
    example: '60',
    about: 'least time between two answers to one person',
  },
  DEBUG_ECHO_GROUP_FALLBACK: { default: 'false', example: 'false', about: 'answer in groups too' },
  MAX_DOCUMENT_BYTES: { default: '10485760', example: '10485760', about: 'largest document whose text is read' },
  MAX_MEDIA_BYTES: {
    default: '104857600',
    example: '104857600',
    about: 'largest file that is kept, received or uploaded (100 MB is the most that WhatsApp carries)',
  },
  MINIO_ENDPOINT: {
    example: 'http://minio.example.com:9000',
    about: 'an S3-compatible store for files; without it they are kept in the data directory',
  },
  MINIO_ACCESS_KEY: { secret: true, example: 'switchboard', about: 'the access key of that store' },
  MINIO_SECRET_KEY: { secret: true, example: 'a long random text', about: 'the secret key of that store' },
  MINIO_BUCKET: {
    aliases: ['MINIO_BUCKET_DOCUMENTS'],
    default: 'whatsapp-media',
    example: 'whatsapp-media',
    about: 'the bucket for files; made when it is missing',
  },
  SWITCHBOARD_FETCH_ALLOWED: {
    example: '10.20.0.0/16,192.168.1.5',
    about: 'addresses in private networks that links in requests may lead to; otherwise only the internet',
  },
  REDIS_URL: { secret: true, example: 'redis://localhost:6379/0', about: 'accepted and not used: Postgres does this' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables

/** In the order in which `doctor` prints them. */
export const variableNames = Object.keys(variables) as VariableName[] // the object is closed: it has no other keys

export function variable(name: VariableName): Variable {
  return variables[name]
}
