/** Limits of a shown message. Longer texts are cut; a longer value of a button is dropped with the button. */
export const SHOWN_LIMITS = {
  quickReplies: 20,
  buttons: 10,
  cards: 20,
  titleChars: 200,
  subtitleChars: 500,
  valueChars: 2000,
  urlChars: 2000,
  mimeChars: 100,
  /** Longest side of a picture, in pixels. */
  pixels: 20_000,
} as const

/** The content of a message, from an entry, a draft or a reply. */
export interface Said {
  readonly type?: string | undefined
  readonly text?: string | undefined
  readonly payload?: unknown
}

export interface ShownPicture {
  /** Over http or https. */
  readonly url: string
  readonly alt?: string
  /** In pixels, both or neither. Reserve this space before the picture loads. */
  readonly size?: { readonly width: number; readonly height: number }
}

export interface ShownQuickReply {
  readonly title: string
  readonly payload?: string
}

/** `url` is over http, https, mailto or tel. A button that calls a number is a `url` with `tel`. */
export type ShownButton =
  | { readonly type: 'url'; readonly title: string; readonly url: string }
  | { readonly type: 'postback'; readonly title: string; readonly payload: string }
  | { readonly type: 'say'; readonly title: string; readonly text: string }

export interface ShownCard {
  readonly title: string
  readonly subtitle?: string
  readonly image?: ShownPicture
  readonly buttons: readonly ShownButton[]
}

export interface ShownMedia {
  /** Over http or https. */
  readonly url: string
  readonly title?: string
  readonly bytes?: number
  readonly mime?: string
}

/** The content of a message, by kind. */
export type ShownContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly image: ShownPicture }
  | {
      readonly kind: 'file'
      readonly url: string
      readonly name?: string
      readonly bytes?: number
      readonly mime?: string
    }
  | ({ readonly kind: 'audio' } & ShownMedia)
  | ({ readonly kind: 'video'; readonly size?: ShownPicture['size'] } & ShownMedia)
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly title?: string
      readonly address?: string
    }
  | { readonly kind: 'card'; readonly card: ShownCard }
  | { readonly kind: 'carousel'; readonly cards: readonly ShownCard[] }
  /** A quick reply or button that the user chose. The title is in `text`, if the channel reports it. */
  | { readonly kind: 'choice'; readonly payload?: string }
  /** An unknown shape without a text to show instead. `name` is one line. */
  | { readonly kind: 'unknown'; readonly name: string }

export type ShownKind = ShownContent['kind']

/**
 * A message to show. Show `text` above the content; for the kind `text` it is the whole message. All texts are data:
 * they may contain what looks like markup. Titles and names are one line without control and bidi characters.
 */
export type Shown = ShownContent & {
  readonly text?: string
  readonly quickReplies: readonly ShownQuickReply[]
  readonly buttons: readonly ShownButton[]
}
