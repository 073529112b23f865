/** Identifies the widget's messages among all messages between windows. */
export const MARK = 'interlude.1'

/** The holder of a conversation, as the header shows it. */
export type Holder =
  | { readonly holder: 'bot' }
  | { readonly holder: 'waiting' }
  | { readonly holder: 'person'; readonly name?: string }

/** A message of the conversation, as listeners of `Interlude('on', 'message', …)` get it. */
export interface SaidMessage {
  readonly seq: number
  readonly from: 'user' | 'bot' | 'agent' | 'system'
  readonly name?: string
  readonly text?: string
}

/** An identified user, signed by the host's server. */
export interface Identity {
  readonly userId: string
  readonly expiresAt: string
  readonly signature: string
}

/** The look of the button, from the bot's configuration. Attributes of the script element override it. */
export interface LauncherLook {
  readonly color?: string | undefined
  readonly launcherUrl?: string | undefined
  readonly open?: string | undefined
  readonly position?: string | undefined
}

/** A message from the loader to the frame. */
export type ToFrame =
  /** The panel was opened or closed. `focus` moves the focus into the message field. */
  | { readonly type: 'shown'; readonly on: boolean; readonly focus: boolean }
  | { readonly type: 'identify'; readonly identity: Identity }
  | { readonly type: 'send'; readonly text: string }

/** The events that the frame reports and the loader passes to the page's listeners, with their values. */
export interface FrameEvents {
  readonly unread: number
  readonly message: SaidMessage
  readonly handoff: Holder
  /** The identity has expired: the page should identify its user again. */
  readonly expired: null
}

type FrameEvent = {
  readonly [Name in keyof FrameEvents]: {
    readonly type: 'event'
    readonly event: Name
    readonly value: FrameEvents[Name]
  }
}[keyof FrameEvents]

/** A message from the frame to the loader. */
export type ToHost =
  /** The frame listens now, so the loader can send the queued messages. */
  | { readonly type: 'ready' }
  | { readonly type: 'look'; readonly look: LauncherLook }
  | { readonly type: 'close' }
  | FrameEvent

/** A message between the two windows. */
export type Posted<T> = T & { readonly mark: typeof MARK }

/** Says whether a posted message is one of this widget's. The caller must already have checked its source. */
export function isPosted<T extends { readonly type: string }>(data: unknown): data is Posted<T> {
  return (data as { mark?: unknown } | null | undefined)?.mark === MARK
}
