import { randomBytes } from 'node:crypto'
import type { RouteName } from '../../lib/protocol/routes.ts'

/** Who sends something: what a token stands for. */
export interface Credential {
  readonly name: string
  readonly role: 'bot' | 'agent' | 'admin' | 'user' | 'anyone'
  readonly token?: string
  readonly botId?: string
  readonly userId?: string
}

/** Who may see a canary, and on which route. */
export type Visible = (to: Credential, route: RouteName | undefined) => boolean

const PREFIX = 'cnry'
const PATTERN = /cnry[0-9a-f]{28}/g

/** Unguessable marks in everything that somebody must not see, and who may. */
export class Canaries {
  private readonly marks = new Map<string, { readonly what: string; readonly visible: Visible }>()
  private readonly secrets: { readonly text: string; readonly what: string; readonly visible: Visible }[] = []

  /** A new mark; it is valid base64 too, so that it may stand within a secret. */
  make(what: string, visible: Visible): string {
    const mark = `${PREFIX}${randomBytes(14).toString('hex')}`
    this.marks.set(mark, { what, visible })
    return mark
  }

  /** A secret that somebody else made. */
  add(text: string, what: string, visible: Visible): void {
    this.secrets.push({ text, what, visible })
  }

  /** What `text` holds that `credential` must not see. */
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

/** The team, and the user whose conversation it is. */
export const conversation =
  (botId: string, userId: string): Visible =>
  (to, route) =>
    team(botId)(to, route) || (to.role === 'user' && to.botId === botId && to.userId === userId)

export const admins: Visible = ({ role }) => role === 'admin'
export const nobody: Visible = () => false
