import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelCheck, CheckName, Findings } from '../../protocol/channel-check.ts'
import { type ChannelOf, MESSENGER_FIELDS } from '../../protocol/channels.ts'
import type { ChannelPorts, Here, PlatformApp } from '../channel.ts'
import { later, outcome } from '../check.ts'
import { listOf, objectOf, textOf } from '../fields.ts'
import { type Answer, readAnswer, unanswered } from './answer.ts'
import { type App, graph, graphAsApp } from './graph.ts'
import { tokenChecks } from './token.ts'
import { type OfMessenger, VERDICTS } from './verdicts.ts'

type Config = ChannelOf<'messenger'>

const found = <F extends OfMessenger>(name: CheckName, finding: F, facts: Findings[F]) =>
  outcome(VERDICTS, name, finding, facts)

/**
 * Checks the operator's app, its callback URL, the page's token and the page's subscription. Sources:
 * developers.facebook.com/docs/graph-api/reference: debug_token, app/subscriptions and page/subscribed_apps.
 */
export async function check(ports: ChannelPorts, config: Config, here: Here): Promise<readonly ChannelCheck[]> {
  const app = appOf(await ports.directory.platformApp('messenger'))
  if (app === undefined) return [found('app', 'app.none', {}), ...allLater()]
  const [inspected, subscriptions] = await Promise.all([
    graphAsApp(ports, app, `/debug_token?input_token=${encodeURIComponent(config.pageToken)}`),
    graphAsApp(ports, app, `/${app.appId}/subscriptions`),
  ])
  const ofApp = appCheck(app, subscriptions)
  if (ofApp.status !== 'ok') return [ofApp, ...allLater()]
  const ofToken = tokenChecks(readAnswer(inspected), { config, app, now: here.now })
  const isValid = ofToken.every(({ name, status }) => name !== 'token' || status === 'ok')
  const ofPage = isValid
    ? subscriptionCheck(app, readAnswer(await askSubscription(ports, config)))
    : later('subscription')
  return [ofApp, webhookCheck(subscriptions, here), ...ofToken, ofPage]
}

/**
 * Subscribes the app to the page. Source: developers.facebook.com/docs/graph-api/reference/page/subscribed_apps,
 * "Creating".
 */
export async function subscribe(ports: ChannelPorts, config: Config): Promise<ChannelCheck | undefined> {
  const body = { subscribed_fields: MESSENGER_FIELDS }
  const answer = readAnswer(
    await graph(ports, config, { method: 'POST', path: `/${config.pageId}/subscribed_apps`, body }),
  )
  switch (answer.status) {
    case 'answered':
      return undefined
    case 'refused':
      return found('subscription', 'subscription.refused', { error: answer.error })
    case 'silent':
      return answer.outcomeOf('subscription')
    default:
      return answer satisfies never
  }
}

function appOf(fields: PlatformApp | undefined): App | undefined {
  const [appId, appSecret] = [textOf(fields?.appId), textOf(fields?.appSecret)]
  return appId === undefined || appSecret === undefined ? undefined : { appId, appSecret }
}

const allLater = () => (['webhook', 'token', 'expiry', 'scopes', 'subscription'] as const).map(later)

/** The errors with which Meta refuses an app's token: an unknown app, no token, and a token that is not valid. */
const NOT_THE_APP = ['101', '104', '190']

function appCheck({ appId }: App, subscriptions: PlatformAnswer): ChannelCheck {
  const answer = readAnswer(subscriptions)
  switch (answer.status) {
    case 'answered':
      return found('app', 'app.ok', { appId })
    case 'refused': {
      const isApp = NOT_THE_APP.some(code => answer.error.split('/')[0] === code)
      return isApp ? found('app', 'app.secret', { error: answer.error }) : unanswered(answer.error)('app')
    }
    case 'silent':
      return answer.outcomeOf('app')
    default:
      return answer satisfies never
  }
}

function webhookCheck(subscriptions: PlatformAnswer, { callbackUrl }: Here): ChannelCheck {
  const answer = readAnswer(subscriptions)
  const list = answer.status === 'answered' ? listOf(answer.body.data).map(objectOf) : []
  const ofPages = list.find(({ object }) => object === 'page')
  const given = addressOf(textOf(ofPages?.callback_url) ?? '')
  const own = addressOf(callbackUrl)
  const [url, wanted] = [given.text, own.text]
  if (ofPages === undefined || url === '') return found('webhook', 'webhook.none', { wanted })
  if (given.path !== own.path) return found('webhook', 'webhook.path', { url, wanted })
  if (ofPages.active === false) return found('webhook', 'webhook.inactive', { url })
  const missing = missingIn(listOf(ofPages.fields).map(field => textOf(objectOf(field).name) ?? field))
  if (missing !== '') return found('webhook', 'webhook.fields', { missing })
  return url === wanted ? found('webhook', 'webhook.ok', { url }) : found('webhook', 'webhook.host', { url, wanted })
}

/** Leaves out the query: an operator may have put a password there. */
function addressOf(text: string): { readonly text: string; readonly path: string } {
  if (!URL.canParse(text)) return { text, path: text }
  const { origin, pathname } = new URL(text)
  return { text: `${origin}${pathname}`, path: pathname }
}

const missingIn = (fields: readonly unknown[]) => MESSENGER_FIELDS.filter(name => !fields.includes(name)).join(', ')

const askSubscription = async (ports: ChannelPorts, config: Config) =>
  await graph(ports, config, { method: 'GET', path: `/${config.pageId}/subscribed_apps` })

function subscriptionCheck({ appId }: App, answer: Answer): ChannelCheck {
  switch (answer.status) {
    case 'answered': {
      const own = listOf(answer.body.data)
        .map(objectOf)
        .find(({ id }) => id === appId)
      if (own === undefined) return found('subscription', 'subscription.none', {})
      const missing = missingIn(listOf(own.subscribed_fields))
      return missing === ''
        ? found('subscription', 'subscription.ok', {})
        : found('subscription', 'subscription.fields', { missing })
    }
    case 'refused':
      return unanswered(answer.error)('subscription')
    case 'silent':
      return answer.outcomeOf('subscription')
    default:
      return answer satisfies never
  }
}
