import { LANGUAGES, type Language } from '../texts/languages.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** An agent's settings in this browser. */
export interface Settings {
  readonly theme: Theme
  /** Undefined: the browser's language. */
  readonly language: Language | undefined
  /** Whether single-key shortcuts work. */
  readonly singleKeys: boolean
  readonly sound: boolean
}

export const DEFAULTS: Settings = { theme: 'system', language: undefined, singleKeys: true, sound: true }

/** Parses stored settings. A missing or unknown value becomes the default. */
export function readSettings(text: string | null): Settings {
  const kept = recordOf(text)
  const boolean = (name: 'singleKeys' | 'sound') => {
    const value = kept[name]
    return typeof value === 'boolean' ? value : DEFAULTS[name]
  }
  return {
    theme: THEMES.find(theme => theme === kept.theme) ?? DEFAULTS.theme,
    language: LANGUAGES.find(language => language === kept.language),
    singleKeys: boolean('singleKeys'),
    sound: boolean('sound'),
  }
}

function recordOf(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
