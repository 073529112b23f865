/** The frame's address: its bot, and the look that the page wants. All of it is untrusted. */
export interface Params {
  readonly bot: string
  /** Origin of the page that embeds the frame. Undefined if the frame is a page of its own. */
  readonly host: string | undefined
  readonly language: string
  /** Direction of the page that embeds the frame, if the address names one. */
  readonly direction: 'ltr' | 'rtl' | undefined
  readonly title: string | undefined
  readonly color: string | undefined
  readonly radiusPx: number | undefined
  readonly theme: 'light' | 'dark' | undefined
}

export function readParams(query: string, pageLanguage: string): Params {
  const params = new URLSearchParams(query)
  const theme = params.get('theme')
  const radius = params.get('radius')
  const direction = params.get('dir')
  const host = params.get('host')
  return {
    bot: params.get('bot') ?? '',
    host: params.get('mode') === 'page' || host === null ? undefined : URL.parse(host)?.origin,
    language: params.get('language') ?? pageLanguage,
    direction: direction === 'rtl' || direction === 'ltr' ? direction : undefined,
    title: params.get('title') ?? undefined,
    color: params.get('color') ?? undefined,
    radiusPx: radius !== null && /^\d{1,2}$/.test(radius) ? Number(radius) : undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  }
}
