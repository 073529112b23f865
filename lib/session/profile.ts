import { hash } from 'node:crypto'
import { defined } from '../defined.ts'
import { type Attributes, attributeChars, MAX_ATTRIBUTES_CHARS } from '../protocol/attributes.ts'
import { cut } from '../protocol/menders.ts'
import type { UserProfile } from '../protocol/message.ts'
import { withEmail } from './email.ts'
import type { Session } from './session.ts'

/** The part of a command that sets the user's profile and attributes. */
export interface UserUpdate {
  readonly user?: UserProfile
  /** The stored attributes of the user, if the command has other attributes than the last one. */
  readonly known?: Readonly<Attributes> | undefined
}

export interface Identified {
  readonly user: Session['user']
  /** All attributes, if they changed. */
  readonly attributes?: Readonly<Attributes>
  /** Names of the attributes that did not fit and were dropped. */
  readonly dropped?: readonly string[]
}

/** Whether a command has attributes that must be merged with stored ones. */
export function needsKnown({ user }: Session, { user: update }: UserUpdate): boolean {
  return user.attributesHash !== undefined && update?.attributes !== undefined && isNews(user, update.attributes)
}

/**
 * Merges `update` into the user's profile. Attributes are merged by name: `null` removes one, and missing names stay.
 * Repeating the same attributes changes nothing; their hash identifies them.
 */
export function identified({ user }: Session, { user: update, known = {} }: UserUpdate): Identified {
  if (!update) return { user }
  const { attributes, ...profile } = update
  const named = { ...user, ...profile }
  if (!attributes || !isNews(user, attributes)) return { user: named }
  const { merged, dropped } = merge(known, attributes)
  const fullName = profile.fullName ?? (tellsName(attributes) ? nameFrom(merged) : undefined)
  const avatarUrl = profile.avatarUrl ?? pictureFrom(attributes)
  const isSame = JSON.stringify(merged) === JSON.stringify(known)
  return {
    user: {
      ...withEmail(named, attributes),
      ...defined({ fullName, avatarUrl }),
      attributesHash: hashOf(attributes),
    },
    ...(!isSame && { attributes: merged }),
    ...(dropped.length > 0 && { dropped }),
  }
}

function isNews(user: Session['user'], attributes: Attributes): boolean {
  return hashOf(attributes) !== user.attributesHash
}

function hashOf(attributes: Attributes): string {
  return hash('sha256', JSON.stringify(attributes), 'base64url').slice(0, 10)
}

/** Merges the attributes of a command into the known ones, and drops those that exceed the limit for all together. */
function merge(known: Readonly<Attributes>, update: Readonly<Attributes>): { merged: Attributes; dropped: string[] } {
  const removed = new Set(Object.keys(update).filter(name => update[name] === null))
  const merged = new Map(Object.entries(known).filter(([name]) => !removed.has(name)))
  const dropped: string[] = []
  let chars = [...merged].reduce((sum, [name, value]) => sum + attributeChars(name, value), 1)
  for (const [name, value] of Object.entries(update)) {
    if (removed.has(name)) continue
    const before = merged.has(name) ? attributeChars(name, merged.get(name)) : 0
    const after = chars - before + attributeChars(name, value)
    if (after > MAX_ATTRIBUTES_CHARS) dropped.push(name)
    else {
      merged.set(name, value)
      chars = after
    }
  }
  return { merged: Object.fromEntries(merged), dropped }
}

const NAMES = ['full_name', 'first_name', 'last_name']

function tellsName(attributes: Attributes): boolean {
  return NAMES.some(name => Object.hasOwn(attributes, name))
}

/** Takes the name from the attributes of a channel that has no `fullName`: `full_name`, or first and last name. */
function nameFrom(attributes: Readonly<Attributes>): string | undefined {
  const text = (key: string) => (typeof attributes[key] === 'string' ? attributes[key].trim() : '')
  const name = text('full_name') || `${text('first_name')} ${text('last_name')}`.trim()
  return name === '' ? undefined : cut(name, 200)
}

const MAX_URL_CHARS = 500

/** Takes the picture from the attributes of a channel that has no `avatarUrl`: `profile_pic` or `picture_url`. */
function pictureFrom(attributes: Readonly<Attributes>): string | undefined {
  return ['profile_pic', 'picture_url'].map(name => attributes[name]).find(isPicture)
}

function isPicture(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= MAX_URL_CHARS && /^https?:\/\//i.test(value) && URL.canParse(value)
  )
}
