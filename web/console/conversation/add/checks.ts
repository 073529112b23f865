// Keep this import first: zod reads the setting when a schema is created, at import.
import '../../data/no-eval.ts'

import type * as z from 'zod'
import { asLine } from '../../../../lib/protocol/line.ts'
import { Button, QuickReply } from '../../../../lib/protocol/payload.ts'
import { readButton } from '../../../../lib/protocol/read-payload.ts'
import type { ShownButton } from '../../../../lib/protocol/shown.ts'

/** The fault of a field. */
export type Fault =
  | { readonly kind: 'missing' | 'notHttps' | 'invalid' }
  | { readonly kind: 'tooLong'; readonly max: number }

/** The value of a form, or the faults of its fields. */
export type Checked<Value, Field> =
  | { readonly status: 'good'; readonly value: Value }
  | { readonly status: 'bad'; readonly faults: ReadonlyMap<Field, Fault> }

/** Checks the titles of quick replies. Leaves out blank ones; `isNeeded`: not all may be blank. Faults are by index. */
export function checkReplies(titles: readonly string[], isNeeded: boolean): Checked<readonly QuickReply[], number> {
  const value: QuickReply[] = []
  const faults = new Map<number, Fault>()
  for (const [index, typed] of titles.entries()) {
    const title = asLine(typed)
    if (title === '') continue
    const { data, error } = QuickReply.safeParse({ title })
    if (data) value.push(data)
    for (const issue of error?.issues ?? []) faults.set(index, faultOf(issue))
  }
  if (isNeeded && value.length === 0 && faults.size === 0) faults.set(0, { kind: 'missing' })
  return faults.size > 0 ? { status: 'bad', faults } : { status: 'good', value }
}

export type LinkField = 'title' | 'url'

/** Checks a button that opens a page. Its address must be one over https. */
export function checkLink(title: string, address: string): Checked<ShownButton, LinkField> {
  const given = { type: 'url', title: asLine(title), url: address.trim() }
  const faults = new Map<LinkField, Fault>()
  if (!isHttps(given.url)) faults.set('url', { kind: 'notHttps' })
  for (const issue of Button.safeParse(given).error?.issues ?? []) {
    faults.set(issue.path[0] === 'url' ? 'url' : 'title', faultOf(issue))
  }
  if (faults.size > 0) return { status: 'bad', faults }
  const value = readButton(given)
  return value ? { status: 'good', value } : { status: 'bad', faults: new Map([['url', { kind: 'invalid' }]]) }
}

const isHttps = (address: string) => URL.parse(address)?.protocol === 'https:'

function faultOf(issue: z.core.$ZodIssue): Fault {
  switch (issue.code) {
    case 'too_small':
      return { kind: 'missing' }
    case 'too_big':
      return { kind: 'tooLong', max: Number(issue.maximum) }
    default:
      return { kind: 'invalid' }
  }
}
