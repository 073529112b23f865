import { causeOf } from '../lib/protocol/cause.ts'
import type { Conversation } from '../lib/protocol/conversation.ts'
import type { Entry, NoteRemark, TaggedEntry } from '../lib/protocol/entry.ts'
import type { InboxEvent, PresentAgent, ServerFrame } from '../lib/protocol/frames.ts'
import type { Notification } from '../lib/protocol/notification.ts'
import { plainText } from '../lib/protocol/plain-text.ts'
import { readPayload } from '../lib/protocol/read-payload.ts'
import type { Said } from '../lib/protocol/shown.ts'
import { plainLine } from './terminal.ts'

/** Formats a frame as lines for a terminal. Replaces control characters: users and bots wrote most of the content. */
export function describe(frame: ServerFrame): string[] {
  return linesOf(frame).map(plainLine)
}

function linesOf(frame: ServerFrame): string[] {
  switch (frame.type) {
    case 'welcome':
    case 'pong':
    case 'read':
    case 'ok':
    case 'hitlnext':
      return []
    case 'error':
      return [`! ${frame.code}: ${frame.detail}`]
    case 'typing':
      return frame.on ? [`  ${nameOf(frame.agent) ?? frame.from} is typing …`] : []
    case 'receipts':
      return [`  ${frame.session} is delivered up to ${frame.deliveredUpTo}, read up to ${frame.readUpTo}`]
    case 'presence':
      return frame.agents.map(agent => `  ${nameOf(agent)} has ${frame.session} open too`)
    case 'notification':
      return [ofNotification(frame.notification)]
    case 'entries':
      return frame.entries.map(entry => `  ${String(entry.seq).padStart(3)} ${ofEntry(entry)}`)
    case 'inbox':
      return frame.events.map(ofEvent)
    default:
      return frame satisfies never
  }
}

function ofNotification({ number, level, message, url, done }: Notification): string {
  return done ? `# ${number} is done` : `# ${number} ${level}: ${message}${url ? ` (${url})` : ''}`
}

function nameOf(agent: Partial<PresentAgent> | undefined): string | undefined {
  return agent?.name ?? agent?.id
}

function ofEntry(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return `${entry.by.name ?? entry.by.type}: ${wordsOf(entry)}`
    case 'withheld':
      // The draft of a logged message has no content of its own.
      return `[draft of the bot, not shown to the user] ${entry.of === undefined ? wordsOf(entry) : ''}`
    case 'paused':
      return `— paused by ${entry.by.name ?? entry.by.type} (${Object.values(causeOf(entry)).join(': ')}) —`
    case 'resumed':
      return `— back with the bot (${entry.outcome}, by ${entry.by.name ?? entry.by.type}) —`
    case 'rated':
      return `— the user rated it: ${entry.stars} of 5 stars${entry.comment === undefined ? '' : `: ${entry.comment}`} —`
    case 'assigned':
      return `— ${nameOf(entry.agent)} takes over —`
    case 'transferred': {
      const reason = entry.reason === '' ? '' : `: ${entry.reason}`
      return `— ${entry.to ? `transferred to ${nameOf(entry.to)}` : inQueue(entry.queue)}${reason} —`
    }
    case 'declined':
      return `— ${nameOf(entry.by)} declined: ${entry.reason} —`
    case 'snoozed':
      return `— ${nameOf(entry.by)} snoozed it until ${entry.until ?? 'the user writes'} —`
    case 'woken':
      return `— woken by ${nameOf(entry.by) ?? entry.by.type} —`
    case 'note':
      return entry.remark
        ? ofRemark(entry.remark, entry.text)
        : `[note by ${entry.by.name ?? entry.by.id}] ${entry.text}`
    case 'tagged':
      return `— ${nameOf(entry.by) ?? entry.by.type} changed the tags: ${changesOf(entry)} —`
    case 'alerted':
      return `— Interlude alerted the agents (${entry.count}) —`
    case 'acknowledged':
      return `— ${nameOf(entry.by)} knows of the alert —`
    case 'undeliverable':
      return `— delivery of message ${entry.of} failed: ${entry.reason} —`
    case 'redelivery':
      return `— ${entry.by.name ?? entry.by.id} sends message ${entry.of} again —`
    case 'proposed':
      return `[waits for approval, not shown to the user] ${wordsOf(entry)}`
    case 'reviewed':
      return `— ${nameOf(entry.by) ?? entry.by.type} decided about the reply ${entry.of}: ${entry.outcome} —`
    case 'supervised':
      return `— supervision ${entry.on ? 'begins' : 'ends'}, by ${nameOf(entry.by) ?? entry.by.type} —`
    default:
      return entry satisfies never
  }
}

const changesOf = ({ added = [], removed = [] }: TaggedEntry) =>
  [...added.map(tag => `+${tag}`), ...removed.map(tag => `-${tag}`)].join(', ')

const inQueue = (queue: string | undefined) => (queue === undefined ? 'back in the queue' : `in the queue ${queue}`)

function ofRemark(remark: NoteRemark, text: string): string {
  const message = 'of' in remark && typeof remark.of === 'number' ? `message ${remark.of}` : 'a message'
  switch (remark.type) {
    case 'deleted':
      return `— the user deleted ${message} —`
    case 'edited':
      return `— the user changed ${message}: ${text} —`
    case 'reaction':
      return `— the user ${remark.removed ? 'took back' : 'reacted with'} ${remark.emoji ?? 'an emoji'}, to ${message} —`
    case 'blocked':
      return remark.removed ? '— the user no longer blocks the account —' : '— the user blocked the account —'
    default:
      return remark satisfies never
  }
}

/** A text stays as it came, so that its control characters are visible. */
const wordsOf = (said: Said): string => said.text ?? plainText(readPayload(said))

function ofEvent(event: InboxEvent): string {
  if (event.type === 'conversation') return ofConversation(event.conversation)
  const id = String(event.session.id)
  switch (event.type) {
    case 'hitl.new_session':
      return `● ${id} is new`
    case 'hitl.session.changed':
      return `● ${id} ${event.isPaused ? 'is with people' : 'is with the bot'}`
    case 'hitl.message': {
      const { source, text, type } = event.message as { source: string; text: string | null; type: string }
      return `● ${id} ${source}: ${text ?? `(${type})`}`
    }
    default:
      return event satisfies never
  }
}

function ofConversation({ id, control, preview }: Conversation): string {
  const holder = { human: 'is with people', bot: 'is with the bot', supervised: 'is with the supervised bot' }[
    control.holder
  ]
  return `● ${id} ${holder}${preview === undefined ? '' : `, ${preview.from}: ${preview.text}`}`
}
