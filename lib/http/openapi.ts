import * as z from 'zod'
import { type ErrorCode, Problem, STATUS_OF } from '../protocol/problem.ts'
import { type RouteSpec, routes } from '../protocol/routes.ts'

type Json = Record<string, unknown>

const MENDED = ' Mends or drops input that does not match the schema, and lists each change in `warnings`.'

/** Errors of every route with a bot, in addition to its own. */
const COMMON: readonly ErrorCode[] = [
  'request.invalid',
  'request.not_json',
  'auth.missing',
  'auth.invalid',
  'auth.expired',
  'auth.forbidden',
  'bot.not_found',
  'request.too_large',
  'service.overloaded',
  'store.unavailable',
  'internal',
]

/** Makes the OpenAPI 3.1 document from the schemas that check the requests. */
export function openApiDocument(serverUrl = '/'): Json {
  const schemas = new Schemas()
  const paths: Record<string, Json> = {}
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    const operations = paths[spec.path] ?? {}
    operations[spec.method.toLowerCase()] = operation(name, spec, schemas)
    paths[spec.path] = operations
  }
  schemas.of(Problem, 'output')
  return {
    openapi: '3.1.0',
    info: {
      title: 'Interlude',
      version: '1',
      description:
        'Puts a human in the loop of any chatbot. Every error is a problem document (RFC 9457) with a dotted `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    tags: [
      { name: 'messages', description: 'Messages from users and replies from bots.' },
      { name: 'hitl', description: "The routes of Botpress 12's HITL module." },
      { name: 'conversations', description: 'Conversations, their logs, and control over them.' },
      { name: 'agents', description: 'The signed-in agent and the bots that the agent serves.' },
      { name: 'notifications', description: 'Notifications to the agents of a bot, beside the conversations.' },
      { name: 'setup', description: 'Bots, their configuration, secrets and keys.' },
      { name: 'service', description: 'Documents that describe the API.' },
    ],
    paths,
    components: {
      schemas: schemas.components,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Bot key (`ilk_…`), access token of an agent, or token of an end user.',
        },
      },
    },
  }
}

function operation(name: string, spec: RouteSpec, schemas: Schemas): Json {
  const { status = 200, contentType = 'application/json', schema } = spec.answer
  const open = spec.who.includes('anyone')
  return {
    operationId: name,
    tags: [spec.tag],
    summary: spec.summary,
    description: `For: ${spec.who.join(', ')}.${spec.tolerant ? MENDED : ''}`,
    security: open ? [{}, { bearer: [] }] : [{ bearer: [] }],
    parameters: [...parameters(spec.params, 'path', schemas), ...parameters(spec.query, 'query', schemas)],
    ...(spec.body && {
      requestBody: { required: !spec.body.safeParse(undefined).success, content: json(schemas.of(spec.body, 'input')) },
    }),
    responses: {
      [status]: { description: 'Success.', content: { [contentType]: { schema: schemas.of(schema, 'output') } } },
      ...problems(spec),
    },
  }
}

function parameters(object: z.ZodObject, where: 'path' | 'query', schemas: Schemas): Json[] {
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemas.of(schema as z.ZodType, 'input'),
  }))
}

function problems({ errors, tag }: RouteSpec): Json {
  const codes = [...new Set([...(tag === 'service' ? [] : COMMON), ...errors])]
  const byStatus = Map.groupBy(codes, code => STATUS_OF[code])
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      {
        description: of.map(code => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function json(schema: unknown): Json {
  return { 'application/json': { schema } }
}

/** Converts zod schemas to JSON Schema. Schemas with an id become components. */
class Schemas {
  components: Json = {}

  of(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const {
      $schema: _dialect,
      $defs,
      ...own
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json
    for (const [id, definition] of Object.entries(($defs ?? {}) as Json))
      this.components[id] ??= withoutId(definition as Json)
    const moved = JSON.parse(JSON.stringify(own).replaceAll('#/$defs/', '#/components/schemas/')) as Json
    this.components = mapRefs(this.components)
    if (typeof moved.id !== 'string') return moved
    this.components[moved.id] ??= withoutId(moved)
    return { $ref: `#/components/schemas/${moved.id}` }
  }
}

function mapRefs(components: Json): Json {
  return JSON.parse(JSON.stringify(components).replaceAll('#/$defs/', '#/components/schemas/')) as Json
}

function withoutId({ id: _id, ...rest }: Json): Json {
  return rest
}
