import type { FindingWords } from './findings.ts'

const unheard = 'Users who ask for a person wait, and nobody hears of it.'
const silentBot = 'While the bot does not answer, every message goes to people.'
const noEvents = 'Your systems do not learn what happens to conversations. Interlude tries for a day.'

/** The findings in English. The command line shows them. */
export const english: FindingWords = {
  'address.unreachable': {
    what: ({ address, reason }) => `Nothing answers at ${address} (${reason}).`,
    why: 'Without the API nothing can be checked, and no client can reach Interlude.',
    mend: () => 'Start it (npm start), or correct --url: a deployment names its address in the output ApiUrl.',
  },
  'address.foreign': {
    what: ({ address, answered }) => `The server at ${address} is not the API of Interlude: it answered ${answered}.`,
    why: 'Clients with this address get errors only.',
    mend: () =>
      'Use the address of the API: the output ApiUrl of the deployment, or http://127.0.0.1:3000 on one machine.',
  },
  'address.path': {
    what: ({ address, right }) => `The address ${address} has a path. Interlude answers at ${right}.`,
    why: 'Every request begins with /api, so an address with another path leads nowhere.',
    mend: ({ right }) => `Use ${right} in INTERLUDE_URL and --url.`,
  },
  'version.differs': {
    what: ({ server, own }) => `The server has version ${server}, and this is version ${own}.`,
    why: 'Commands and findings may not fit the server.',
    mend: () => 'Deploy this version (npm run deploy), or check out the version of the server.',
  },
  'clock.off': {
    what: ({ seconds, direction }) =>
      `The clock of this machine is ${seconds} s ${direction === 'ahead' ? 'ahead of' : 'behind'} the server's.`,
    why: 'Signatures of webhooks are refused after five minutes, and tokens seem to expire early or late.',
    mend: () => 'Set the clock by the network, for example: sudo timedatectl set-ntp true',
  },
  'token.missing': {
    what: () => 'There is no token.',
    why: 'Only an admin may read how a bot is set up.',
    mend: () => "Set INTERLUDE_TOKEN to an admin's access token, or name a file with --token-file.",
  },
  'token.expired': {
    what: () => 'The token has expired.',
    why: 'The API answers no request with it.',
    mend: () => 'Sign in again, and set INTERLUDE_TOKEN to the new access token.',
  },
  'token.refused': {
    what: ({ reason }) => `The API refuses the token: ${reason}.`,
    why: 'The API answers no request with it.',
    mend: () => 'Use an access token (not an ID token) of the issuer and the client that the deployment names.',
  },
  'token.role': {
    what: ({ roles }) => `The token is not an admin's${roles === '' ? '' : ` (its roles: ${roles})`}.`,
    why: 'Only an admin may read how a bot is set up.',
    mend: () => 'Give the person the role admin (in Cognito: the group admin), and sign in again.',
  },
  'bots.none': {
    what: () => 'There is no bot yet.',
    why: 'Conversations, agents and alerts all belong to a bot.',
    mend: () => 'Create one, on the page "First steps" of the console or with the command.',
  },
  'bot.unknown': {
    what: ({ botId, ids }) => `There is no bot "${botId}". The bots are: ${ids}.`,
    why: 'Requests about it are refused.',
    mend: () => 'Correct the id, or create the bot.',
  },
  'bot.paused': {
    what: () => 'The whole bot is paused.',
    why: 'Every message goes to people, and the bot answers nobody.',
    mend: () => 'Set paused to false when the bot may answer again.',
  },
  'bot.no_key': {
    what: () => 'The bot has the mode "gate", and no key.',
    why: 'In this mode your own server brings the messages, and it can do so only with a key.',
    mend: () => 'Create a key, and give it to your server.',
  },
  'connector.forbidden': {
    what: ({ url, reason }) => `Interlude does not call the bot at ${url}: ${reason}.`,
    why: silentBot,
    mend: () => 'Set connector.url to a public address that begins with https.',
  },
  'connector.missing': {
    what: ({ url, reason }) => `The server has nothing at the address of the bot, ${url} (${reason}).`,
    why: silentBot,
    mend: () => 'Correct the path in connector.url, or publish the bot there.',
  },
  'connector.rejected': {
    what: ({ url, reason }) => `The bot at ${url} rejects the call (${reason}).`,
    why: silentBot,
    mend: () => 'Most often the secrets differ: give connector.secret the secret with which the bot checks signatures.',
  },
  'connector.failed': {
    what: ({ url, reason }) => `The bot at ${url} does not answer: ${reason}.`,
    why: silentBot,
    mend: () => 'Start the bot, look at its log, or correct connector.url.',
  },
  'connector.unreadable': {
    what: ({ url, reason }) => `Interlude does not understand the answer of the bot at ${url}: ${reason}.`,
    why: 'Such an answer counts as a failure: the message goes to people.',
    mend: () => 'Answer with {"replies":[{"type":"text","text":"…"}]}, as "Talking to the bot" in PROTOCOL.md says.',
  },
  'connector.slow': {
    what: ({ tookMs, timeoutMs }) => `The bot took ${tookMs} ms to answer, and its time limit is ${timeoutMs} ms.`,
    why: 'An answer after the time limit is lost: the message goes to people.',
    mend: ({ wanted }) =>
      `Set connector.timeoutMs to ${wanted}, or let the bot answer at once with 204 and reply later.`,
  },
  'connector.late': {
    what: () => 'The bot gave no answer within 25 s, the longest time limit.',
    why: 'An answer after the time limit is lost: the message goes to people.',
    mend: () =>
      'Let the bot answer at once with 204 and reply later ("Later answers" in PROTOCOL.md), or make it faster.',
  },
  'events.forbidden': {
    what: ({ url, reason }) => `Interlude does not call the endpoint of events at ${url}: ${reason}.`,
    why: noEvents,
    mend: () => 'Set events.url to a public address that begins with https.',
  },
  'events.failed': {
    what: ({ url, reason }) => `The endpoint of events at ${url} does not take calls: ${reason}.`,
    why: noEvents,
    mend: () => 'Start the endpoint, look at its log, or correct events.url.',
  },
  'events.rejected': {
    what: ({ url, reason }) => `The endpoint of events at ${url} rejects a call of the type "check" (${reason}).`,
    why: 'Nothing is wrong if it does not know such calls. Otherwise it rejects the events, too.',
    mend: () => 'Compare events.secret with the secret with which the endpoint checks signatures.',
  },
  'events.dead': {
    what: ({ count }) => `The endpoint did not take ${count} events within a day.`,
    why: 'Your systems lack them. Interlude keeps them for 30 days.',
    mend: () => 'Mend the endpoint, then send them again: POST …/events/replay with the time from which on they lack.',
  },
  'channel.wrong': {
    what: ({ channel, detail }) => `The channel "${channel}" does not work: ${detail}`,
    why: 'Its users do not reach the bot, or get no answers.',
    mend: ({ channel }) => `Open Setup, Channels, ${channel} in the console. It shows each check and its remedy.`,
  },
  'channel.unknown': {
    what: ({ channel, detail }) => `The channel "${channel}" could not be checked: ${detail}`,
    why: 'Its users may not reach the bot, or get no answers.',
    mend: ({ channel }) => `Open Setup, Channels, ${channel} in the console, and check it again.`,
  },
  'alerts.unavailable': {
    what: () => 'The topic of the alerts does not answer.',
    why: 'Nobody can tell who gets alerts.',
    mend: () => 'Try again later. If it stays so, look at the topic in SNS and at the role of the function setup.',
  },
  'alerts.nobody': {
    what: () => 'Nobody gets the alerts of this bot, as far as Interlude knows.',
    why: unheard,
    mend: () => 'Add an address in Setup, Alerts. Subscriptions made in SNS itself are not listed.',
  },
  'alerts.unconfirmed': {
    what: ({ endpoint }) => `${endpoint} has not confirmed the alerts.`,
    why: 'It gets none until its owner opens the link in the request to confirm.',
    mend: () => 'Ask the owner to open the link, or have the request sent again in Setup, Alerts.',
  },
  'alerts.ended': {
    what: ({ endpoint }) => `The alerts to ${endpoint} have ended: it unsubscribed, or did not confirm in time.`,
    why: 'It looks like a receiver, and is none.',
    mend: () => 'Remove it, or add it again.',
  },
  'alerts.none': {
    what: ({ where }) => `${where}.alerts is an empty list.`,
    why: unheard,
    mend: ({ where }) => `Remove ${where}.alerts, so that the default alerts go out, or add a step to it.`,
  },
  'alerts.too_late': {
    what: ({ where, after, within }) =>
      `The alert after ${after} s of ${where} never goes out: the bot gets the conversation back after ${within} s.`,
    why: 'Agents are alerted less often than planned.',
    mend: ({ where }) => `Raise ${where}.claimWithinSeconds, or let the alert go out earlier.`,
  },
  'filter.queue': {
    what: ({ endpoint, values }) => `The filter of ${endpoint} wants the queue ${values}, which does not exist.`,
    why: 'It gets no alert at all.',
    mend: () => 'Change the filter in Setup, Alerts, or remove the subscription and add it with another filter.',
  },
  'filter.priority': {
    what: ({ endpoint, values, least }) =>
      `The filter of ${endpoint} wants the priority ${values}, but every alert has at least ${least}.`,
    why: 'It gets no alert at all.',
    mend: () => 'Change the filter in Setup, Alerts, or lower the priority of a step.',
  },
  'filter.step': {
    what: ({ endpoint, values, steps }) =>
      `The filter of ${endpoint} wants ${values}, but a wait has only ${steps} alerts.`,
    why: 'It gets no alert at all.',
    mend: () => 'Change the filter in Setup, Alerts, or add a step to handoffs.alerts.',
  },
  'agents.none': {
    what: () => 'No agent was connected in the last 90 days.',
    why: 'Users who ask for a person wait until the bot gets them back.',
    mend: () => 'Give people the role of an agent of this bot at your issuer, and let them open the console.',
  },
  'queue.no_member': {
    what: ({ where }) => `No member in ${where}.members was connected in the last 90 days.`,
    why: 'Interlude can give its conversations to nobody.',
    mend: ({ where }) => `Name agents in ${where}.members by their ids (interlude agents list), or remove the field.`,
  },
  'queue.unknown_member': {
    what: ({ where, members }) => `Members in ${where}.members were not connected in the last 90 days: ${members}.`,
    why: 'They get no conversations. An id may be misspelt: members are ids, not names.',
    mend: ({ where }) => `Compare ${where}.members with the ids of: interlude agents list`,
  },
  'hours.closed': {
    what: ({ where }) => `${where}.hours has no opening within 400 days.`,
    why: 'Every user is told that nobody is there.',
    mend: ({ where }) => `Give ${where}.hours.days times, or remove ${where}.hours.`,
  },
  'idle_warning.no_text': {
    what: ({ where }) => `${where}.idleWarningSeconds has no effect: there is no text idleWarning.`,
    why: 'Silent users lose the agent without a warning.',
    mend: ({ where }) => `Add ${where}.texts.idleWarning, or remove ${where}.idleWarningSeconds.`,
  },
  'idle_warning.long': {
    what: ({ where, warning, half }) =>
      `${where}.idleWarningSeconds is ${warning}, but only ${half} count: half of idleAfterSeconds.`,
    why: 'The warning comes later than planned.',
    mend: ({ where }) => `Lower ${where}.idleWarningSeconds, or raise ${where}.idleAfterSeconds.`,
  },
  'texts.language': {
    what: ({ where, text, missing }) => `${where}.texts.${text} lacks a language that other texts have: ${missing}.`,
    why: 'Users of that language get this text in another one.',
    mend: ({ where, text, missing }) => `Add ${missing} to ${where}.texts.${text}.`,
  },
  'widget.insecure_origin': {
    what: ({ origin }) => `The widget is allowed on ${origin}, a page without TLS.`,
    why: 'Everybody on the way can read and change that page, and what its users write.',
    mend: () => 'Serve the page over https, and name that origin in widget.allowedOrigins.',
  },
}
