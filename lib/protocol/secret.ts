import * as z from 'zod'

/** Replaces a secret in answers. A `PUT` with the mask keeps the stored secret. */
export const MASKED = '********'

/** A Standard Webhooks secret: `whsec_` and base64, or the mask of a stored one. */
export const WebhookSecret = z
  .string()
  .max(200)
  .refine(secret => secret === MASKED || /^whsec_[A-Za-z0-9+/]{24,}={0,2}$/.test(secret), {
    error: 'must be whsec_ followed by at least 24 base64 characters',
  })
