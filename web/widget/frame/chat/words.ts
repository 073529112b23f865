import type { PublicBot, WidgetTexts } from '../../../../lib/protocol/widget.ts'
import type { Params } from '../params.ts'
import type { SayText, TextKey, Texts } from '../texts/catalogue.ts'

/** The texts of a bot's widget for one reader: the operator's, or else the widget's own. */
export interface BotWords {
  readonly title: string
  readonly greeting: string | undefined
  /** The notice that a machine answers. */
  readonly notice: string
  readonly open: string | undefined
  readonly say: SayText
}

const REPLACED = ['placeholder', 'toPerson', 'toBot', 'waiting'] as const satisfies readonly (TextKey &
  keyof WidgetTexts)[]

/**
 * Chooses the operator's texts in the page's language (`pt-BR`), in its short form (`pt`), or in the widget's own
 * language.
 */
export function wordsOf(
  { name, widget }: PublicBot,
  { language: wanted, title }: Pick<Params, 'language' | 'title'>,
  { language, say }: Texts,
): BotWords {
  const languages = [wanted, wanted.split('-')[0] ?? '', language]
  const texts = firstOf(widget.texts, languages) ?? {}
  return {
    title: title ?? texts.title ?? widget.title ?? name,
    greeting: texts.greeting ?? widget.greeting,
    notice: firstOf(widget.notice, [...languages, 'en']) ?? '',
    open: texts.open,
    say: (key, values) => replacement(texts, key) ?? say(key, values),
  }
}

function firstOf<T>(values: Readonly<Record<string, T>>, keys: readonly string[]): T | undefined {
  const key = keys.find(each => Object.hasOwn(values, each))
  return key === undefined ? undefined : values[key]
}

function replacement(texts: WidgetTexts, key: TextKey): string | undefined {
  const replaced = REPLACED.find(each => each === key)
  return replaced === undefined ? undefined : texts[replaced]
}
