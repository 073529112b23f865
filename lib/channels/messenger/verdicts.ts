import type { Finding } from '../../protocol/channel-check.ts'
import type { Verdicts } from '../check.ts'

type Part = 'app' | 'webhook' | 'token' | 'expiry' | 'scopes' | 'subscription'
export type OfMessenger = Extract<Finding, `${Part}.${string}`>

/** The findings about a page and the operator's app, in words. The console has them in its other languages. */
export const VERDICTS: Verdicts<OfMessenger> = {
  'app.ok': { status: 'ok', says: ({ appId }) => `Meta knows the app ${appId}, and the secret is right.` },
  'app.none': {
    status: 'wrong',
    says: () => 'Interlude does not have your app at Meta yet. Enter its id and its secret.',
  },
  'app.secret': {
    status: 'wrong',
    says: ({ error }) =>
      `Meta does not accept the app's id with this secret (error ${error}). Copy both again from the app's basic settings.`,
  },
  'webhook.ok': { status: 'ok', says: ({ url }) => `Meta sends the app's events to ${url}.` },
  'webhook.none': {
    status: 'wrong',
    says: ({ wanted }) => `The app has no callback URL for pages. Enter ${wanted} in the webhook settings of the app.`,
  },
  'webhook.inactive': {
    status: 'wrong',
    says: ({ url }) =>
      `Meta has switched off the callback URL ${url}. Save it again in the webhook settings of the app.`,
  },
  'webhook.path': {
    status: 'wrong',
    says: ({ url, wanted }) =>
      `Meta sends the app's events to ${url}. Enter ${wanted} in the webhook settings of the app.`,
  },
  'webhook.host': {
    status: 'unknown',
    says: ({ url, wanted }) =>
      `Meta sends the app's events to ${url}. Interlude knows itself as ${wanted}. If the first one does not lead here, enter the second one.`,
  },
  'webhook.fields': {
    status: 'wrong',
    says: ({ missing }) => `The app does not get all events. In its webhook settings, subscribe to ${missing}.`,
  },
  'token.ok': { status: 'ok', says: ({ pageId }) => `The token is valid, and belongs to the page ${pageId}.` },
  'token.expired': {
    status: 'wrong',
    says: () => 'The token of the page has expired. Make a new one at Meta, and enter it.',
  },
  'token.invalid': {
    status: 'wrong',
    says: ({ error }) =>
      `The token of the page is not valid (error ${error}): it was revoked, or is incomplete. Make a new one at Meta, and enter it.`,
  },
  'token.foreign': {
    status: 'wrong',
    says: ({ error }) =>
      `Meta does not show this token to the app (error ${error}): another app made it, or it is no token. Make one for this app, and enter it.`,
  },
  'token.app': {
    status: 'wrong',
    says: ({ appId, wanted }) => `The token belongs to the app ${appId}. Make one for the app ${wanted}, and enter it.`,
  },
  'token.kind': {
    status: 'wrong',
    says: ({ kind }) => `This is a token of the kind ${kind}. Enter the access token of the page.`,
  },
  'token.page': {
    status: 'wrong',
    says: ({ pageId, wanted }) =>
      `The token belongs to the page ${pageId}. Enter the token of the page ${wanted}, or correct the page's id.`,
  },
  'expiry.never': { status: 'ok', says: () => 'The token does not expire.' },
  'expiry.late': { status: 'ok', says: ({ until }) => `The token is valid until ${until}.` },
  'expiry.soon': {
    status: 'wrong',
    says: ({ until }) => `The token expires at ${until}. Enter one that does not expire before then.`,
  },
  'scopes.ok': { status: 'ok', says: () => 'The token has the permissions that Interlude needs.' },
  'scopes.missing': {
    status: 'wrong',
    says: ({ missing }) => `The token lacks ${missing}. Make a new one with these permissions, and enter it.`,
  },
  'scopes.profiles': {
    status: 'unknown',
    says: ({ missing }) => `The token lacks ${missing}. The names and pictures of users may be missing.`,
  },
  'subscription.ok': { status: 'ok', says: () => "The app gets the page's events." },
  'subscription.none': {
    status: 'wrong',
    says: () => "The app does not get the page's events. Subscribe it to the page.",
  },
  'subscription.fields': {
    status: 'wrong',
    says: ({ missing }) => `The app does not get all events of the page: ${missing}. Subscribe it to the page again.`,
  },
  'subscription.refused': {
    status: 'wrong',
    says: ({ error }) =>
      `Meta refused the subscription (error ${error}). The token needs pages_manage_metadata, from a person who may manage the page.`,
  },
}
