import * as z from 'zod'
import { HttpUrl } from './web-url.ts'

/** A configuration names at most so many languages, and so many pages. */
const MAX_LANGUAGES = 30
const MAX_ORIGINS = 50

/** A language as pages and browsers name it (BCP 47): `en`, `pt-BR`. */
const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en or pt-BR')

const byLanguage = <T extends z.ZodType>(value: T) =>
  z.record(Language, value).refine(texts => Object.keys(texts).length <= MAX_LANGUAGES, {
    error: `at most ${MAX_LANGUAGES} languages`,
  })

const Text = z.string().trim().min(1)
const Title = Text.max(60)
const Greeting = Text.max(1000)
const Label = Text.max(100)

/** Words of the widget that take the place of its own, in one language. */
export const WidgetTexts = z
  .strictObject({
    title: Title.exactOptional(),
    greeting: Greeting.exactOptional(),
    open: Label.exactOptional().meta({ description: 'The name of the button that opens the widget.' }),
    placeholder: Label.exactOptional().meta({ description: 'Shown in the empty field.' }),
    toPerson: Label.exactOptional().meta({ description: 'Asks for a person.' }),
    toBot: Label.exactOptional().meta({ description: 'Goes back to the bot.' }),
    waiting: Label.exactOptional().meta({ description: 'Shown until a person has come.' }),
  })
  .meta({ id: 'WidgetTexts' })
export type WidgetTexts = z.infer<typeof WidgetTexts>

/** A page's origin, exactly as browsers tell it. */
const Origin = z
  .string()
  .max(300)
  .refine(text => isOrigin(text), { error: 'must be an origin such as https://shop.example, without a path' })

function isOrigin(text: string): boolean {
  const isHttp = /^https?:\/\//.test(text)
  return isHttp && URL.canParse(text) && new URL(text).origin === text
}

const fields = {
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #3355cc')
    .exactOptional()
    .meta({
      description:
        "Colours the button, the user's words and the main button. None: the usual colour, which light and dark have each.",
    }),
  radius: z.int().min(0).max(32).exactOptional().meta({ description: 'Of the corners, in pixels.' }),
  launcherUrl: HttpUrl.exactOptional().meta({ description: "A picture in place of the button's own." }),
  greeting: Greeting.exactOptional().meta({ description: 'Shown above an empty conversation; never in the log.' }),
  endCommand: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .exactOptional()
    .meta({ description: 'A message of just this text goes back to the bot, where people hold the conversation.' }),
}

/** The corner of the page at which the widget stands: where a line of the page's language ends, or where it begins. */
const Position = z.enum(['end', 'start'])

/** How a bot's widget looks and what it offers. */
export const WidgetConfig = z
  .strictObject({
    ...fields,
    position: Position.exactOptional().meta({
      description: 'The corner at the `end` of a line (bottom right in English; the usual one) or at its `start`.',
    }),
    title: Title.exactOptional().meta({ description: "The header's words; the bot's name where none are given." }),
    offersPerson: z.boolean().exactOptional().meta({ description: 'Offers to ask for a person; `true` by default.' }),
    offersBot: z.boolean().exactOptional().meta({ description: 'Offers the way back to the bot; `true` by default.' }),
    allowedOrigins: z.array(Origin).max(MAX_ORIGINS).exactOptional().meta({
      description: 'Pages that may show the widget, by origin. None or an empty list: any page.',
    }),
    notice: byLanguage(Text.max(500)).exactOptional().meta({
      description:
        'Tells users at first contact that a machine answers (EU AI Act, Article 50). English, German and French have a text where none is given.',
    }),
    texts: byLanguage(WidgetTexts).exactOptional().meta({ description: "The widget's words, by language." }),
  })
  .meta({ id: 'WidgetConfig' })
export type WidgetConfig = z.infer<typeof WidgetConfig>

/** A bot's public configuration: enough to show its widget. Everything that has a usual value has it here. */
export const PublicBot = z
  .object({
    botId: z.string(),
    name: z.string(),
    avatarUrl: z.string().exactOptional(),
    widget: z.object({
      ...fields,
      position: Position,
      title: z.string(),
      offersPerson: z.boolean(),
      offersBot: z.boolean(),
      allowedOrigins: z.array(z.string()),
      notice: z.record(z.string(), z.string()),
      texts: z.record(z.string(), WidgetTexts),
    }),
  })
  .meta({ id: 'PublicBot' })
export type PublicBot = z.infer<typeof PublicBot>
