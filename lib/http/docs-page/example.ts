import { type Endpoint, nameOfRef, type Schema, type Schemas } from './document.ts'

/** Readable example values, by the name of the field. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  botId: 'my-bot',
  channel: 'web',
  userId: 'ana',
  id: '$SESSION',
  keyId: '$KEY_ID',
  text: 'Hello',
  message: 'Hello',
  add: ['VIP'],
  secret: 'whsec_PutYourOwnSecretInThisPlace0',
  appId: '1234567890',
  appSecret: 'the-secret-of-your-app',
  verifyToken: 'a-token-of-your-choice',
}

/** Properties that a refinement requires although the schema does not. */
const NEEDED: ReadonlySet<string> = new Set(['text', 'connector', 'add'])

/** Returns a curl command. It needs the shell variables `INTERLUDE_URL` and `TOKEN`. */
export function curlOf(
  { method, path, security = [], parameters = [], requestBody }: Endpoint,
  schemas: Schemas,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => String(BY_NAME[name] ?? `$${name.toUpperCase()}`))
  const query = parameters.filter(parameter => parameter.in === 'query' && parameter.required === true)
  const search = query.map(({ name, schema }, i) => `${i === 0 ? '?' : '&'}${name}=${exampleOf(schema, schemas, name)}`)
  const isOpen = security.some(scheme => Object.keys(scheme).length === 0)
  const body = requestBody?.content['application/json']?.schema
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "$INTERLUDE_URL${filled}${search.join('')}"`,
    ...(isOpen ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(body ? ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(exampleOf(body, schemas)))}`] : []),
  ].join(' \\\n  ')
}

/** Makes a minimal value that satisfies a schema. */
export function exampleOf(schema: Schema, schemas: Schemas, name = ''): unknown {
  if (schema.$ref !== undefined) return exampleOf(schemas[nameOfRef(schema.$ref)] ?? {}, schemas, name)
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (schema.enum) return schema.enum[0]
  const variant = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0]
  if (variant) return exampleOf(variant, schemas, name)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, schemas)
    case 'array':
      return BY_NAME[name] ?? []
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0)
    case 'boolean':
      return true
    default:
      return textOf(schema, name)
  }
}

function objectOf({ properties = {}, required = [] }: Schema, schemas: Schemas): Record<string, unknown> {
  const shown = Object.entries(properties).filter(
    ([name, schema]) => (required.includes(name) && !('default' in schema)) || NEEDED.has(name),
  )
  return Object.fromEntries(shown.map(([name, schema]) => [name, exampleOf(schema, schemas, name)]))
}

function textOf({ format }: Schema, name: string): unknown {
  if (format === 'date-time') return '2026-01-31T09:30:00Z'
  if (format === 'uri') return 'https://bot.example/webhook'
  if (format === 'email') return 'ana@example.com'
  return BY_NAME[name] ?? name
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
