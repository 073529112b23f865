import * as z from 'zod'
import { byLanguage } from './by-language.ts'
import { HttpUrl } from './web-url.ts'

/** Most origins of a configuration. */
const MAX_ORIGINS = 50

const Text = z.string().trim().min(1)
const Title = Text.max(60)
const Greeting = Text.max(1000)
const Label = Text.max(100)

/** Texts that replace the widget's own, in one language. */
export const WidgetTexts = z
  .strictObject({
    title: Title.exactOptional().meta({ description: 'Title in the header.' }),
    greeting: Greeting.exactOptional().meta({ description: 'Greeting above an empty conversation.' }),
    open: Label.exactOptional().meta({ description: 'Name of the button that opens the widget.' }),
    placeholder: Label.exactOptional().meta({ description: 'Placeholder of the empty input field.' }),
    toPerson: Label.exactOptional().meta({ description: 'Label of the action that asks for a person.' }),
    toBot: Label.exactOptional().meta({
      description: 'Label of the action that gives the conversation back to the bot.',
    }),
    waiting: Label.exactOptional().meta({ description: 'Text while the user waits for a person.' }),
  })
  .meta({ id: 'WidgetTexts' })
export type WidgetTexts = z.infer<typeof WidgetTexts>

/** A page's origin, exactly as browsers send it. */
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
        "Colour of the launcher, the user's messages and the main button. Defaults to one colour for light pages and one for dark pages.",
    }),
  radius: z.int().min(0).max(32).exactOptional().meta({ description: 'Radius of the corners, in pixels.' }),
  launcherUrl: HttpUrl.exactOptional().meta({ description: 'Picture that replaces the icon of the launcher.' }),
  greeting: Greeting.exactOptional().meta({
    description: 'Greeting above an empty conversation. It is never part of the log.',
  }),
  endCommand: z.string().trim().min(1).max(50).exactOptional().meta({
    description: 'A message with exactly this text gives the conversation back to the bot if people hold it.',
  }),
}

/** The bottom corner of the widget: at the end or at the start of a line in the page's language. */
const Position = z.enum(['end', 'start'])

/** The look and the options of a bot's widget. */
export const WidgetConfig = z
  .strictObject({
    ...fields,
    position: Position.exactOptional().meta({
      description: 'Bottom corner at the `end` of a line (right in English; the default) or at its `start`.',
    }),
    title: Title.exactOptional().meta({ description: "Title in the header. Defaults to the bot's name." }),
    offersPerson: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Offers the action that asks for a person. Defaults to `true`.' }),
    offersBot: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Offers the action that gives the conversation back to the bot. Defaults to `true`.' }),
    showsPlace: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Shows users who wait for a person their place in the queue. Defaults to `true`.' }),
    allowedOrigins: z.array(Origin).max(MAX_ORIGINS).exactOptional().meta({
      description: 'Origins of the pages that may show the widget. Missing or empty: any page.',
    }),
    notice: byLanguage(Text.max(500)).exactOptional().meta({
      description:
        'Tells users at first contact that a machine answers (EU AI Act, Article 50). English, German and French have default texts.',
    }),
    texts: byLanguage(WidgetTexts).exactOptional().meta({ description: 'Texts of the widget, by language.' }),
  })
  .meta({ id: 'WidgetConfig', description: "Look and options of the bot's widget." })
export type WidgetConfig = z.infer<typeof WidgetConfig>

/** A bot's public configuration, which is enough to show its widget. Contains the defaults of missing fields. */
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
      showsPlace: z.boolean(),
      allowedOrigins: z.array(z.string()),
      notice: z.record(z.string(), z.string()),
      texts: z.record(z.string(), WidgetTexts),
    }),
  })
  .meta({ id: 'PublicBot' })
export type PublicBot = z.infer<typeof PublicBot>
