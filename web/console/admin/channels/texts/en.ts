import type { Findings } from '../../../../../lib/protocol/channel-check.ts'
import { plural } from '../../../texts/plural.ts'

const count = plural('en')

/** A text for each finding of a check. */
export type FindingTexts = { readonly [F in keyof Findings]: (facts: Findings[F]) => string }

/** The server's own words are English, except for its times. */
const enFindings: Partial<FindingTexts> = {
  'expiry.late': ({ until }) => `The token is valid until ${until}.`,
  'expiry.soon': ({ until }) => `The token expires on ${until}. Enter one that lasts longer.`,
}

/** The texts of the channels. */
export const enChannels = {
  about:
    'A channel connects the bot with its users: a page on Facebook, a bot at Telegram, or a connector that you run.',
  widgetAbout: 'The widget needs no channel.',
  empty: 'This bot has no channels yet.',
  list: 'Channels',
  add: { messenger: 'Connect Messenger', telegram: 'Connect Telegram', webhook: 'Add a webhook' },
  kinds: { messenger: 'Messenger', telegram: 'Telegram', webhook: 'Webhook' },
  edit: 'Edit',
  editIt: (name: string) => `Edit ${name}`,
  close: 'Close',
  removeIt: (name: string) => `Remove ${name}`,
  removeQuestion: (name: string) =>
    `Remove the channel “${name}”? Its users get no more answers. The conversations stay.`,
  keep: 'Keep',
  cancel: 'Cancel',
  save: 'Save the channel',
  saved: 'The channel is saved.',
  removed: 'The channel is removed.',
  needed: (n: number) => count(n, { one: 'Correct 1 field.', other: `Correct ${n} fields.` }),
  stale: 'Somebody else has changed this bot meanwhile. What you typed is kept.',
  staleChannel: 'Somebody else has changed this channel, too. If you save, your version replaces theirs.',
  staleGone: 'Somebody else has removed this channel. If you save, it comes back.',
  state: {
    checking: 'Checking …',
    ok: 'Works',
    wrong: (n: number) => count(n, { one: '1 thing is wrong', other: `${n} things are wrong` }),
    unknown: 'Not everything is known',
    failed: 'Not checked',
  },
  checks: 'Checks',
  checkAgain: 'Check again',
  subscribeUpdates: 'Subscribe to the updates',
  checkStates: { ok: 'fine', wrong: 'wrong', unknown: 'not known' },
  checkNames: {
    app: 'App',
    webhook: 'Callback URL',
    token: 'Token of the page',
    expiry: 'Expiry',
    scopes: 'Permissions',
    subscription: 'Subscription',
    address: 'Address',
    answer: 'Answer',
    bot: 'Bot',
    updates: 'Updates',
  },
  name: 'Name of the channel',
  nameAbout: 'Your choice. It is part of the address of each conversation, so it stays as it is.',
  wrong: {
    name: 'Use letters, digits, “.”, “_”, “~” and “-”.',
    nameTaken: 'There is a channel of this name.',
    appId: 'Enter the app’s id: digits alone.',
    appSecret: 'Enter the app’s secret.',
    pageId: 'Enter the page’s id: digits alone.',
    pageToken: 'Enter the token of the page, without a space.',
    personaPicture: 'Enter the address of a picture that begins with https.',
    accountTaken: 'Another bot has this page.',
  },
  steps: {
    both: 'App and webhook (steps 1 and 2)',
    app: '1. Your app at Meta',
    webhook: '2. The webhook of the app',
    page: '3. The page',
    subscription: '4. Subscription and checks',
  },
  app: {
    shared: 'One app serves the pages of all bots of this deployment.',
    make: 'Create an app at Meta, add the use case for Messenger to it, and copy its id and its secret from its basic settings.',
    link: 'Your apps at Meta',
    entered: (appId: string) => `The app ${appId} is entered.`,
    change: 'Change the app',
    id: 'App ID',
    secret: 'App secret',
    kept: 'It is stored and not shown. Type to replace it.',
    save: 'Save the app',
    saved: 'The app is saved.',
    stale: 'Somebody else has changed the app meanwhile. What you typed is kept.',
  },
  webhook: {
    about:
      'In the app’s settings for Messenger, enter this callback URL and this verify token, and subscribe to these fields. Meta tries the URL at once.',
    first: 'Save the app first: Meta compares the token at once.',
    url: 'Callback URL',
    token: 'Verify token',
    tokenHidden: 'The verify token is stored and not shown. If Meta needs it again, make a new one.',
    tokenNew: 'Make a new verify token',
    fields: 'Fields',
    notPublic: 'Meta can only reach a public address that begins with https, and this one is not.',
  },
  page: {
    about:
      'In the same settings, connect the page with the app, and generate a token for it. It needs the permissions pages_messaging, pages_manage_metadata and pages_read_engagement.',
    id: 'Page ID',
    idAbout: 'Meta shows it beside the page.',
    token: 'Token of the page',
    tokenAbout: 'Interlude stores it and does not show it again.',
    tokenKept: 'It is stored and not shown. Type to replace it.',
    elsewhere: {
      label: 'If somebody answers in the page’s own inbox',
      pause: 'Take over',
      pauseAbout: 'Agents see the answer, and the bot falls silent.',
      log: 'Only note it',
      logAbout: 'Agents see the answer, and the bot keeps the conversation.',
      ignore: 'Ignore it',
      ignoreAbout: 'Agents do not see the answer.',
    },
    threadControl: {
      label: 'If the page uses Conversation Routing',
      ignore: 'Ignore it',
      ignoreAbout: 'Choose this if Interlude is the only app that answers on the page.',
      follow: 'Follow it',
      followAbout: 'The bot falls silent while another app has a conversation.',
    },
    agentName: {
      label: 'Names of agents',
      hide: 'Hide them',
      hideAbout: 'Users see the name of the page alone.',
      show: 'Show them',
      showAbout: 'An agent’s message begins with the agent’s name.',
      persona: 'Show them as personas',
      personaAbout: 'Messenger shows the agent’s name and a picture above the message.',
    },
    picture: 'Picture of the personas',
    pictureAbout:
      'The address of one picture for all agents, at most 8 MB. Meta copies it when an agent writes for the first time.',
    typing: {
      label: 'The sign that somebody types',
      agents: 'For agents',
      agentsAbout: 'Users see when an agent writes an answer.',
      all: 'For agents and the bot',
      allAbout: 'Users also see that the bot is answering, if it takes longer than a second.',
      none: 'Never',
      noneAbout: 'Users see only messages.',
    },
  },
  subscription: {
    about: 'Meta sends the page’s events only to an app that is subscribed to the page.',
    subscribe: 'Subscribe the app to the page',
    subscribing: 'Subscribing …',
    saveFirst: 'Save the channel first.',
    failed: 'That did not work.',
  },
  findings: enFindings,
}

export type ChannelTexts = typeof enChannels
