import { parseArgs } from 'node:util'
import * as z from 'zod'
import { PolicyText } from '../lib/aws/env.ts'
import { GRAPH_URL } from '../lib/channels/messenger/graph.ts'
import type { Policy } from '../lib/session/policy.ts'
import { readHost } from './gateway/hosts.ts'

export const HELP = `Runs Interlude on one machine: the API, the agents' socket, the pages, alerts and a demo bot.

  npm start                          stores data in SQLite (one file in the data folder)
  npm start -- --engine dynamodb     stores data in an embedded DynamoDB-compatible engine

Options
  --engine sqlite|dynamodb   the store (default sqlite). Use dynamodb only on a machine without other
                             users: its loopback port checks no signature, so every user of the
                             machine can read and change the data
  --port N                   the port (default 3000; 0 picks a free one), or PORT
  --data DIR                 the data folder (default .interlude), or INTERLUDE_DATA
  --hosts NAMES              host names that a proxy forwards (chat.example.org), separated by
                             commas, or INTERLUDE_HOSTS; loopback names always work
  --graph double|meta|URL    Meta's Graph API, for channels of the type messenger, or INTERLUDE_GRAPH:
                             a double on this machine with the page /_messenger (default), Meta's own,
                             or the URL of another double
  --help                     prints this text

Environment
  INTERLUDE_POLICY           JSON with durations in ms that replace their defaults,
                             for example '{"idleMs":600000,"giveUpMs":600000}'
  INTERLUDE_LOG              the log level: debug, info, warn (default) or error
`

/** The stores that the local runner can use. */
export const ENGINES = ['sqlite', 'dynamodb'] as const
export type EngineName = (typeof ENGINES)[number]

export interface Options {
  readonly engine: EngineName
  readonly port: number
  readonly data: string
  /** Host names that requests may name besides the loopback names. */
  readonly hosts: readonly string[]
  /** The double of Meta's Graph API that this process runs, or the URL of an API. */
  readonly graph: 'double' | { readonly url: string }
  readonly policy: Partial<Policy>
  readonly logLevel: LogLevel
}

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error'])
export type LogLevel = z.infer<typeof LogLevel>

const Settings = z.object({
  engine: z.enum(ENGINES).default('sqlite'),
  port: z.coerce.number().int().min(0).max(65_535).default(3000),
  data: z.string().min(1).default('.interlude'),
  hosts: z
    .string()
    .default('')
    .transform(text => text.split(',').map(each => each.trim()))
    .transform(names => names.filter(name => name !== ''))
    .refine(names => names.every(name => readHost(name) !== undefined), {
      error: 'must be host names such as chat.example.org or chat.example.org:8443, separated by commas',
    }),
  graph: z
    .string()
    .refine(graph => ['double', 'meta'].includes(graph) || (/^https?:/.test(graph) && URL.canParse(graph)), {
      error: 'must be "double", "meta" or a URL',
    })
    .default('double')
    .transform((graph): Options['graph'] => {
      if (graph === 'double') return graph
      return { url: graph === 'meta' ? GRAPH_URL : graph.replace(/\/+$/, '') }
    }),
  policy: PolicyText,
  logLevel: LogLevel.default('warn'),
})

/**
 * Reads the command line and the environment. Returns `help` if asked for it. Throws an error that names what is wrong.
 */
export function readOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      engine: { type: 'string' },
      port: { type: 'string' },
      data: { type: 'string' },
      hosts: { type: 'string' },
      graph: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  const parsed = Settings.safeParse({
    engine: values.engine,
    port: values.port ?? (env.PORT || undefined),
    data: values.data ?? (env.INTERLUDE_DATA || undefined),
    hosts: values.hosts ?? (env.INTERLUDE_HOSTS || undefined),
    graph: values.graph ?? (env.INTERLUDE_GRAPH || undefined),
    policy: env.INTERLUDE_POLICY || undefined,
    logLevel: env.INTERLUDE_LOG || undefined,
  })
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  return parsed.data
}
