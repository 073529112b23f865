import { linkUrl } from './safe-url.ts'
import { fillTemplate, type TemplateFacts } from './template-values.ts'

// This file needs no schemas, so that pages can make links without loading zod.

/** The fixed beginning of a link's address: scheme and host, or the scheme of an e-mail. */
const BEGINNING = /^(https?:\/\/[^/?#\\@\s{}]+(?=[/?#]|$)|mailto:)/i

/** These would lead to another folder of the host. Browsers also read their encoded forms so. */
const DOTS = /^\.{1,2}$/

/** Says whether no value of a variable can change the scheme and the host of a link. */
export function hasFixedHost(template: string): boolean {
  return BEGINNING.test(template)
}

/**
 * Fills the address of a link, whose values are encoded for a URL. Undefined if a variable has no value, or if the
 * result is not safe to follow.
 */
export function userLink(template: string, facts: TemplateFacts): string | undefined {
  if (!hasFixedHost(template)) return undefined
  let leavesFolder = false
  const encode = (value: string) => {
    leavesFolder ||= DOTS.test(value)
    // An encoded @ would not part the name from the host for every e-mail program.
    return encodeURIComponent(value).replaceAll('%40', '@')
  }
  const { text, missing } = fillTemplate(template, facts, { encode })
  return missing.length > 0 || leavesFolder ? undefined : linkUrl(text)
}
