import { randomBytes } from 'node:crypto'
import type { RouteName } from '../../lib/protocol/routes.ts'

/** A sender, identified by a token. */
export interface Credential {
  readonly name: string
  readonly role: 'bot' | 'agent' | 'admin' | 'user' | 'anyone'
  readonly token?: string
  readonly botId?: string
  readonly userId?: string
}

/** Decides who may see a canary, and on which route. */
export type Visible = (to: Credential, route: RouteName | undefined) => boolean

const PREFIX = 'cnry'
const PATTERN = /cnry[0-9a-f]{28}/g

/** Unguessable marks in all data that some callers must not see, each with the callers who may see it. */
export class Canaries {
  private readonly marks = new Map<string, { readonly what: string; readonly visible: Visible }>()
  private readonly secrets: { readonly text: string; readonly what: string; readonly visible: Visible }[] = []

  /** A new mark. It is also valid base64, so that a secret can contain it. */
  make(what: string, visible: Visible): string {
    const mark = `${PREFIX}${randomBytes(14).toString('hex')}`
    this.marks.set(mark, { what, visible })
    return mark
  }

  /** Adds a secret that was generated elsewhere. */
  add(text: string, what: string, visible: Visible): void {
    this.secrets.push({ text, what, visible })
  }

  /** The marks and secrets in `text` that `credential` must not see. */
  leaks(text: string, credential: Credential, route?: RouteName): string[] {
    const found = new Set<string>()
    for (const [mark] of text.matchAll(PATTERN)) {
      const known = this.marks.get(mark)
      if (known && !known.visible(credential, route)) found.add(known.what)
    }
    for (const { text: secret, what, visible } of this.secrets) {
      if (text.includes(secret) && !visible(credential, route)) found.add(what)
    }
    return [...found]
  }
}

/** The bot itself, its agents, and admins. */
export const team =
  (botId: string): Visible =>
  ({ role, botId: of }) =>
    role === 'admin' || (of === botId && (role === 'bot' || role === 'agent'))

/** The team, and the user of the conversation. */
export const conversation =
  (botId: string, userId: string): Visible =>
  (to, route) =>
    team(botId)(to, route) || (to.role === 'user' && to.botId === botId && to.userId === userId)

export const admins: Visible = ({ role }) => role === 'admin'
export const nobody: Visible = () => false
