import type { ConnectionStatus } from '../../../lib/client/index.ts'
import type { Page } from '../../../lib/web/pages.ts'
import type { Place } from '../../../web/console/app/paths.ts'
import type { Row } from '../../../web/console/conversation/rows.ts'
import type { SessionState } from '../../../web/console/sign-in/session.ts'
import type { Mark, Speaker, Row as WidgetRow } from '../../../web/widget/frame/log/rows.ts'
import type { ConsoleState } from './console-states.ts'
import type { OtherState } from './other-states.ts'
import type { WidgetState } from './widget-states.ts'

type StateName = ConsoleState | WidgetState | OtherState

/** For each page of the console, a state that shows it. Tests check its address. */
export const CONSOLE_PAGES = {
  start: 'no bot',
  inbox: '300 conversations',
  bot: 'setup config',
  team: 'team ready',
  steps: 'steps',
  reports: 'reports ready',
  unknown: 'unknown page',
} as const satisfies Record<Place['page'], ConsoleState>

/** The same for each served page. The loader is not a page: it draws in pages of other sites. */
export const SERVED_PAGES = {
  console: 'connecting',
  widget: 'widget, first opening',
  demo: 'demo',
} as const satisfies Record<Exclude<Page, 'loader'>, StateName>

/**
 * For each member of the unions that pages draw, a state that shows it. Most unions are part of the states' names, or
 * of tables beside them; these are not. A new member needs a state here.
 */
export const MEMBERS = {
  signIn: {
    loading: 'sign-in, loading',
    'signed-out': 'signed out, first',
    'signed-in': '300 conversations',
    leaving: 'sign-in, leaving',
    failed: 'sign-in failed, unreachable',
  } satisfies Record<SessionState['status'], ConsoleState>,
  connection: {
    connecting: 'connecting',
    online: 'conversation mine',
    'catching-up': 'catching up',
    offline: 'offline',
    // The sign-in page replaces the console.
    expired: 'signed out, ended',
    refused: 'forbidden',
  } satisfies Record<ConnectionStatus, ConsoleState>,
  rows: {
    day: 'conversation mine',
    message: 'conversation each entry',
    note: 'conversation each entry',
    withheld: 'conversation each entry',
    proposed: 'conversation supervised',
    mark: 'conversation each entry',
    unknown: 'entry of an unknown kind',
    outbox: 'message failed',
  } satisfies Record<Row['kind'], ConsoleState>,
  widgetConnection: {
    // The widget shows nothing for these, because it keeps what is written.
    connecting: 'widget, message sending',
    'catching-up': 'widget, message sending',
    online: 'widget held by bot',
    offline: 'widget offline',
    expired: 'widget, expired',
    refused: 'widget, expired',
  } satisfies Record<ConnectionStatus, WidgetState>,
  widgetRows: {
    day: 'widget held by bot',
    message: 'widget held by bot',
    mark: 'widget handed back',
  } satisfies Record<WidgetRow['kind'], WidgetState>,
  widgetMarks: {
    asked: 'widget held by waiting',
    joined: 'widget held by person',
    'bot-again': 'widget handed back',
    rated: 'widget rated',
  } satisfies Record<Mark['type'], WidgetState>,
  widgetSpeakers: {
    user: 'widget held by person',
    bot: 'widget held by bot',
    person: 'widget held by person',
  } satisfies Record<Speaker['type'], WidgetState>,
} as const

/**
 * The states that the design names, each with the listed states that show it. Tests fail if one of these is missing.
 */
export const DESIGNED = {
  console: {
    'signed out': ['signed out, here', 'signed out, elsewhere', 'signed out, ended'],
    'first sign-in': ['signed out, first'],
    'no bot': ['no bot'],
    'no conversation yet, with a line to copy': ['no conversation yet'],
    'empty view': ['empty waiting', 'empty mine', 'empty paused', 'no match'],
    loading: [
      'list loading',
      'conversation loading',
      'setup loading',
      'reports loading',
      'notifications loading',
      'sign-in, loading',
    ],
    one: ['one conversation'],
    many: ['300 conversations', '300 conversations, the last ones'],
    'long names': ['conversation long name'],
    'no name': ['conversation no name'],
    'error with a way on': [
      'list failed',
      'conversation failed',
      'setup failed',
      'reports failed',
      'no bot known',
      'message failed',
    ],
    offline: ['offline'],
    'catching up': ['catching up'],
    forbidden: ['forbidden', 'setup forbidden', 'reports forbidden'],
    'another bot’s session': ['conversation of another bot'],
    'unknown conversation': ['conversation unknown'],
    'held by another agent': ['conversation of another agent', 'asked before two answer'],
    'lost to another agent': ['handoff refused'],
    'nobody to pass on to': ['passing on to nobody'],
    'a long log': ['conversation long log', 'finding, ready'],
    'each kind of entry': ['conversation each entry'],
    'each kind of content': ['conversation each content', 'conversation each content, its beginning'],
    'unknown kind': ['entry of an unknown kind'],
    'hostile content': ['conversation hostile'],
    'what goes along with an answer': ['answer with additions', 'answer with additions that are partly text'],
  } satisfies Readonly<Record<string, readonly ConsoleState[]>>,
  widget: {
    closed: ['widget closed, strict policy', 'widget closed, right to left', 'demo'],
    'first opening': ['widget, first opening'],
    loading: ['widget loading'],
    bot: ['widget held by bot'],
    waiting: ['widget held by waiting'],
    'with a person': ['widget held by person'],
    'handed back': ['widget handed back', 'widget handed back, since nobody came'],
    'asked for a rating': ['widget rating, asked', 'widget rating, failed', 'widget rating, over', 'widget rated'],
    offline: ['widget offline'],
    expired: ['widget, expired'],
    'unknown bot': ['widget, unknown-bot'],
    'each content': ['widget with each content', 'widget with each content, its beginning'],
    'long log': ['widget with a long log'],
    'storage forbidden': ['widget, storage forbidden'],
    'host page with a strict CSP': ['widget closed, strict policy', 'widget opened, strict policy'],
    'host page in right-to-left': ['widget closed, right to left', 'widget opened, right to left'],
  } satisfies Readonly<Record<string, readonly WidgetState[]>>,
} as const
