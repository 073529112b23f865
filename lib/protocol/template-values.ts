import { attributeAt } from './attribute-value.ts'
import { oneLine } from './line.ts'
import { partsOf } from './placeholders.ts'

// This file needs no schemas, so that pages can fill templates without loading zod.

/** The facts that the variables of a template name. An agent, a bot or a profile without a name leaves its field out. */
export interface TemplateFacts {
  readonly user: {
    readonly id: string
    readonly fullName?: string | undefined
    readonly language?: string | undefined
    readonly attributes?: Readonly<Record<string, unknown>> | undefined
  }
  readonly agentName?: string | undefined
  readonly botName?: string | undefined
  readonly conversation: { readonly id: string }
}

/** A filled template. */
export interface Filled {
  readonly text: string
  /** The variables without a value and a fallback, each once, in their order. */
  readonly missing: readonly string[]
  /** Position of the first gap in `text`, in UTF-16 units. */
  readonly gapAt?: number
}

export interface Filling {
  /** Stands in place of a variable without a value and a fallback. Empty by default. */
  readonly gap?: string
  /** Encodes a value or a fallback for its place. For a URL it is `encodeURIComponent`. */
  readonly encode?: (value: string) => string
}

const ATTRIBUTE = 'user.attributes.'

/** Most characters of a path into the user's attributes. */
const MAX_PATH_CHARS = 200

/** Longest value of a variable, in UTF-16 units. */
const MAX_VALUE_CHARS = 1_000

const VARIABLES: Readonly<Record<string, (facts: TemplateFacts) => unknown>> = {
  'user.id': ({ user }) => user.id,
  'user.fullName': ({ user }) => user.fullName,
  'user.email': ({ user }) => user.attributes?.email,
  'user.language': ({ user }) => user.language,
  agentName: ({ agentName }) => agentName,
  botName: ({ botName }) => botName,
  'conversation.id': ({ conversation }) => conversation.id,
}

/** The variables of a template as its writer types them. */
export const TEMPLATE_VARIABLES: readonly string[] = [...Object.keys(VARIABLES), `${ATTRIBUTE}<path>`].map(
  name => `{{${name}}}`,
)

/** A variable that does not exist, or one that nothing closes. `at`: how it stands in the text, perhaps cut. */
export interface TemplateFault {
  readonly kind: 'unknown' | 'unclosed'
  readonly at: string
}

const MAX_NAMED_CHARS = 60

/** Lists what is wrong with the variables of a text. */
export function templateFaults(text: string): readonly TemplateFault[] {
  return partsOf(text).flatMap((part): TemplateFault[] => {
    if (typeof part !== 'string') {
      return isVariable(part.name) ? [] : [{ kind: 'unknown', at: `{{${part.name.slice(0, MAX_NAMED_CHARS)}}}` }]
    }
    const begin = part.indexOf('{{')
    if (begin === -1) return []
    return [{ kind: 'unclosed', at: oneLine(part.slice(begin).split('\n')[0] ?? '', MAX_NAMED_CHARS) }]
  })
}

function isVariable(name: string): boolean {
  if (Object.hasOwn(VARIABLES, name)) return true
  const path = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : ''
  return path !== '' && path.length <= MAX_PATH_CHARS
}

/**
 * Fills a template. Values are one line without control characters, of at most 1,000 characters; a blank value counts
 * as none. Braces within a value stay as they are.
 */
export function fillTemplate(
  template: string,
  facts: TemplateFacts,
  { gap = '', encode = as => as }: Filling = {},
): Filled {
  const missing = new Set<string>()
  let text = ''
  let gapAt: number | undefined
  for (const part of partsOf(template)) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = valueIn(part.name, facts) ?? part.fallback
    if (value === undefined) {
      missing.add(part.name)
      gapAt ??= text.length
    }
    text += value === undefined ? gap : encode(value)
  }
  return { text, missing: [...missing], ...(gapAt !== undefined && { gapAt }) }
}

function valueIn(name: string, facts: TemplateFacts): string | undefined {
  const value = name.startsWith(ATTRIBUTE)
    ? attributeAt(facts.user.attributes ?? {}, name.slice(ATTRIBUTE.length))
    : Object.hasOwn(VARIABLES, name)
      ? VARIABLES[name]?.(facts)
      : undefined
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return oneLine(String(value), MAX_VALUE_CHARS) || undefined
    default:
      return undefined
  }
}
