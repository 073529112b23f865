import * as z from 'zod'
import { isLine } from './line.ts'
import { linkUrl } from './safe-url.ts'
import { template } from './template.ts'
import { fillTemplate } from './template-values.ts'
import { hasFixedHost } from './user-link.ts'

const MAX_LINKS = 20
const MAX_LABEL_CHARS = 60
const MAX_URL_CHARS = 1_000

/** A link that agents see beside a conversation, such as to the user's page in a CRM. */
export const UserLink = z
  .strictObject({
    label: z
      .string()
      .trim()
      .min(1)
      .max(MAX_LABEL_CHARS)
      .refine(isLine, 'must be one line without control characters')
      .meta({ description: 'Text of the link.' }),
    url: template(MAX_URL_CHARS)
      .refine(hasFixedHost, {
        error: 'must begin with https:// or http:// and a host without variables, or with mailto:',
      })
      .refine(url => !hasFixedHost(url) || isAddress(url), { error: 'must be an address, without a user name' })
      .meta({
        description:
          'Address. May have variables after the host: `https://crm.example/users/{{user.attributes.crmId}}`. Values are encoded. A link with a variable without a value is not shown.',
      }),
  })
  .meta({ id: 'UserLink', description: 'Link that agents see in the profile of a user.' })
export type UserLink = z.infer<typeof UserLink>

export const UserLinks = z.array(UserLink).max(MAX_LINKS)

/** Says whether the template is an address once it is filled. */
function isAddress(url: string): boolean {
  const { text } = fillTemplate(url, { user: { id: '' }, conversation: { id: '' } }, { gap: 'x', encode: () => 'x' })
  return linkUrl(text) !== undefined
}
