import * as z from 'zod'

/** The part of a channel that a check is about. */
export const CheckName = z.enum([
  'app',
  'webhook',
  'token',
  'expiry',
  'scopes',
  'subscription',
  'address',
  'answer',
  'bot',
  'updates',
])
export type CheckName = z.infer<typeof CheckName>

/** The findings of checks, each with the facts that its words need. A part's own findings begin with its name. */
export interface Findings {
  /** An earlier check failed, and this one needs what it found out. */
  readonly later: object
  readonly unreachable: { readonly reason: string }
  /** The platform answered with an error that says nothing about the channel. */
  readonly unanswered: { readonly error: string }
  readonly 'app.ok': { readonly appId: string }
  readonly 'app.none': object
  readonly 'app.secret': { readonly error: string }
  readonly 'webhook.ok': { readonly url: string }
  readonly 'webhook.none': { readonly wanted: string }
  readonly 'webhook.inactive': { readonly url: string }
  readonly 'webhook.path': { readonly url: string; readonly wanted: string }
  readonly 'webhook.host': { readonly url: string; readonly wanted: string }
  readonly 'webhook.fields': { readonly missing: string }
  readonly 'token.ok': { readonly pageId: string }
  readonly 'token.expired': object
  readonly 'token.invalid': { readonly error: string }
  readonly 'token.foreign': { readonly error: string }
  readonly 'token.app': { readonly appId: string; readonly wanted: string }
  readonly 'token.kind': { readonly kind: string }
  readonly 'token.page': { readonly pageId: string; readonly wanted: string }
  readonly 'expiry.never': object
  readonly 'expiry.late': { readonly until: string }
  readonly 'expiry.soon': { readonly until: string }
  readonly 'scopes.ok': object
  readonly 'scopes.missing': { readonly missing: string }
  readonly 'scopes.profiles': { readonly missing: string }
  readonly 'subscription.ok': object
  readonly 'subscription.none': object
  readonly 'subscription.fields': { readonly missing: string }
  readonly 'subscription.refused': { readonly error: string }
  readonly 'address.ok': object
  readonly 'address.refused': { readonly reason: string }
  readonly 'answer.ok': object
  readonly 'answer.missing': { readonly reason: string }
  readonly 'answer.failed': { readonly reason: string }
  readonly 'answer.refused': { readonly reason: string }
  readonly 'bot.ok': { readonly name: string }
  readonly 'bot.token': { readonly error: string }
  readonly 'updates.ok': { readonly url: string }
  readonly 'updates.none': object
  readonly 'updates.elsewhere': { readonly url: string; readonly wanted: string }
  readonly 'updates.kinds': { readonly missing: string }
  readonly 'updates.failing': { readonly reason: string }
  readonly 'updates.refused': { readonly reason: string }
}
export type Finding = keyof Findings

/** The outcome of one check. It never contains a secret. */
export const ChannelCheck = z
  .object({
    name: CheckName,
    status: z.enum(['ok', 'wrong', 'unknown']).meta({
      description: '`wrong`: the channel does not work as it should. `unknown`: it could not be found out.',
    }),
    finding: z.string().meta({ description: 'Code of the finding, for example `token.expired`.' }),
    facts: z.record(z.string(), z.string()).meta({ description: 'Ids, names and times that the finding is about.' }),
    detail: z.string().meta({ description: 'The finding in words, and how to mend it.' }),
  })
  .meta({ id: 'ChannelCheck' })
export type ChannelCheck = z.infer<typeof ChannelCheck>

/** The outcomes of all checks of a channel. Empty: nothing of this channel can be checked. */
export const ChannelChecks = z.object({ checks: z.array(ChannelCheck) }).meta({ id: 'ChannelChecks' })
export type ChannelChecks = z.infer<typeof ChannelChecks>
