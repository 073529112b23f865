import type { Session } from './session.ts'

/** The greatest length of an address (RFC 5321). */
const MAX_EMAIL_CHARS = 254

/** The user with the e-mail that `attributes` tell. Attributes without an `email` leave it as it was; one that is no text removes it. */
export function withEmail(
  user: Session['user'],
  attributes: Readonly<Record<string, unknown>> | undefined,
): Session['user'] {
  if (!attributes || !('email' in attributes)) return user
  const email = typeof attributes.email === 'string' ? attributes.email.trim().slice(0, MAX_EMAIL_CHARS) : ''
  // The same object where nothing is new: fields in another order would look like a change.
  if (email === (user.email ?? '')) return user
  const { email: _replaced, ...others } = user
  return email === '' ? others : { ...others, email }
}
