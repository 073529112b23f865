import * as z from 'zod'
import { SHOWN_LIMITS as limits } from './shown.ts'
import { HttpUrl } from './web-url.ts'

/*
 * The agreed shapes of a message's `payload`. Bots and channels are software of others, so Interlude accepts every other
 * shape too. A page reads a message with `readPayload`, which shows all of these completely.
 */

const Title = z.string().min(1).max(limits.titleChars)
const Size = z.int().min(1).max(limits.pixels)
const Mime = z.string().min(1).max(limits.mimeChars)

/** The payload of the type `image`. `width` and `height` (pixels) reserve the space of a picture before it loads. */
export const ImagePayload = z.object({
  url: HttpUrl.meta({ description: 'Address of the picture.' }),
  width: Size.exactOptional().meta({ description: 'Width in pixels.' }),
  height: Size.exactOptional().meta({ description: 'Height in pixels.' }),
  alt: Title.exactOptional().meta({ description: 'Text for those who do not see the picture.' }),
})
export type ImagePayload = z.infer<typeof ImagePayload>

/** The payload of the type `file`. */
export const FilePayload = z.object({
  url: HttpUrl,
  name: Title.exactOptional(),
  bytes: z.int().min(0).exactOptional(),
  mime: Mime.exactOptional(),
})
export type FilePayload = z.infer<typeof FilePayload>

const media = {
  url: HttpUrl,
  title: Title.exactOptional(),
  /** Describes the content. Shown if there is no title. */
  alt: Title.exactOptional(),
  bytes: z.int().min(0).exactOptional(),
  mime: Mime.exactOptional(),
}

/** The payload of the type `audio`. */
export const AudioPayload = z.object(media)
export type AudioPayload = z.infer<typeof AudioPayload>

/** The payload of the type `video`. */
export const VideoPayload = z.object({
  ...media,
  width: Size.exactOptional(),
  height: Size.exactOptional(),
})
export type VideoPayload = z.infer<typeof VideoPayload>

/** The payload of the type `location`. */
export const LocationPayload = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  title: Title.exactOptional(),
  address: Title.exactOptional(),
})
export type LocationPayload = z.infer<typeof LocationPayload>

const Value = z.string().min(1).max(limits.valueChars)

/** The user's choice is a message of the type `quick_reply`, with `title` as its text and `payload` in its payload. */
export const QuickReply = z.object({ title: Title, payload: Value.exactOptional() })
export type QuickReply = z.infer<typeof QuickReply>

const Label = Title.meta({ description: 'Text on the button.' })

/**
 * `url` opens a link, `call` dials a number, `postback` sends its payload, `say` says its text (or its title) as the user.
 */
export const Button = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('url'),
    title: Label,
    url: z.string().max(limits.urlChars).meta({ description: 'Address that the button opens.' }),
  }),
  z.object({
    type: z.literal('call'),
    title: Label,
    phone: z
      .string()
      .regex(/^\+?[\d\s().\-/]{3,40}$/)
      .meta({ description: 'Telephone number that the button dials.' }),
  }),
  z.object({
    type: z.literal('postback'),
    title: Label,
    payload: Value.meta({ description: 'Value that the bot gets.' }),
  }),
  z.object({
    type: z.literal('say'),
    title: Label,
    text: Value.exactOptional().meta({ description: 'Text that the user says. Defaults to the title.' }),
  }),
])
export type Button = z.infer<typeof Button>

/** Any message may contain these in its payload. */
export const ChoicesPayload = z.object({
  quickReplies: z.array(QuickReply).max(limits.quickReplies).exactOptional(),
  buttons: z.array(Button).max(limits.buttons).exactOptional(),
})
export type ChoicesPayload = z.infer<typeof ChoicesPayload>

export const Card = z.object({
  title: Title.meta({ description: 'Title of the card.' }),
  subtitle: z.string().min(1).max(limits.subtitleChars).exactOptional().meta({
    description: 'Text below the title.',
  }),
  image: ImagePayload.exactOptional().meta({ description: 'Picture above the title.' }),
  buttons: z.array(Button).max(limits.buttons).exactOptional().meta({ description: 'Buttons of the card.' }),
})
export type Card = z.infer<typeof Card>

/** A card, as the payload of the type `custom`. */
export const CardPayload = Card.extend({ type: z.literal('card') })
export type CardPayload = z.infer<typeof CardPayload>

/** A carousel, as the payload of the type `custom`. */
export const CarouselPayload = z.object({ type: z.literal('carousel'), cards: z.array(Card).min(1).max(limits.cards) })
export type CarouselPayload = z.infer<typeof CarouselPayload>

/** A user's choice: the payload of the types `quick_reply` and `postback`. */
export const ChoicePayload = z.object({ payload: Value.exactOptional() })
export type ChoicePayload = z.infer<typeof ChoicePayload>
