import type { Session } from './session.ts'

/** The longest address that RFC 5321 allows. */
const MAX_EMAIL_CHARS = 254

/**
 * Sets the user's e-mail from `attributes`. Without an `email` among them the e-mail stays; an `email` that is not text
 * removes it.
 */
export function withEmail(
  user: Session['user'],
  attributes: Readonly<Record<string, unknown>> | undefined,
): Session['user'] {
  if (!attributes || !('email' in attributes)) return user
  const email = typeof attributes.email === 'string' ? attributes.email.trim().slice(0, MAX_EMAIL_CHARS) : ''
  // Return the same object if the e-mail is the same: fields in another order would count as a change.
  if (email === (user.email ?? '')) return user
  const { email: _replaced, ...others } = user
  return email === '' ? others : { ...others, email }
}
