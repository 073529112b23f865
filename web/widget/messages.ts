/** Marks the messages of this widget among all that windows post to each other. */
export const MARK = 'interlude.1'

/** Tells who holds a conversation, as the header says it. */
export type Holder =
  | { readonly holder: 'bot' }
  | { readonly holder: 'waiting' }
  | { readonly holder: 'person'; readonly name?: string }

/** A message of the conversation, as `Interlude('on', 'message', …)` hands it out. */
export interface SaidMessage {
  readonly seq: number
  readonly from: 'user' | 'bot' | 'agent' | 'system'
  readonly name?: string
  readonly text?: string
}

/** Names an identified user; the host's server signs it. */
export interface Identity {
  readonly userId: string
  readonly expiresAt: string
  readonly signature: string
}

/** The look of the button, as the bot's configuration has it. Attributes of the script element win over it. */
export interface LauncherLook {
  readonly color?: string | undefined
  readonly launcherUrl?: string | undefined
  readonly open?: string | undefined
  readonly position?: string | undefined
}

/** The loader tells the frame. */
export type ToFrame =
  /** The panel was opened or closed. `focus` moves the keyboard into the field. */
  | { readonly type: 'shown'; readonly on: boolean; readonly focus: boolean }
  | { readonly type: 'identify'; readonly identity: Identity }
  | { readonly type: 'send'; readonly text: string }

/** The events that the frame reports and the loader hands to the page's listeners, with their values. */
export interface FrameEvents {
  readonly unread: number
  readonly message: SaidMessage
  readonly handoff: Holder
  /** The identity is over: the page should identify its user again. */
  readonly expired: null
}

type FrameEvent = {
  readonly [Name in keyof FrameEvents]: {
    readonly type: 'event'
    readonly event: Name
    readonly value: FrameEvents[Name]
  }
}[keyof FrameEvents]

/** The frame tells the loader. */
export type ToHost =
  /** The frame listens; the loader can tell it what was kept for it. */
  | { readonly type: 'ready' }
  | { readonly type: 'look'; readonly look: LauncherLook }
  | { readonly type: 'close' }
  | FrameEvent

/** A message on its way between the two windows. */
export type Posted<T> = T & { readonly mark: typeof MARK }

/** Tells whether something that a window posted is a message of this widget. The caller has checked who posted it. */
export function isPosted<T extends { readonly type: string }>(data: unknown): data is Posted<T> {
  return (data as { mark?: unknown } | null | undefined)?.mark === MARK
}
